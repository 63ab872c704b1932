/**
 * `npm run search`: searches every state of small worlds over the product's own decisions, then shows for each rule of the protocol what
 * breaks without it. `--traces` prints the shortest ways there, `--only <text>` searches the worlds of that name. Exits 1 on a violation.
 */

import { parseArgs } from 'node:util';
import { CONFIGURATIONS } from './configurations.js';
import { MISSING_RULES } from './rules.js';
import { search } from './search.js';
import { settingOf } from './setting.js';
import { traceText } from './trace.js';

const { values } = parseArgs({ options: { traces: { type: 'boolean' }, only: { type: 'string' } } });
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const row = (...cells: readonly (string | number)[]): void => print(`| ${cells.join(' | ')} |`);

let states = 0;
row('world', 'states', 'steps', 'depth', 'seconds of CPU', 'MiB', 'violations');
row('---', '--:', '--:', '--:', '--:', '--:', '--:');
for (const bounds of CONFIGURATIONS.filter(({ name }) => name.includes(values.only ?? ''))) {
  const before = process.cpuUsage();
  const found = search(settingOf(bounds), { maxStates: 20_000_000, liveness: true });
  const { user, system } = process.cpuUsage(before);
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  const violations = found.violation === undefined ? (found.complete ? 0 : 'not finished') : found.violation.promise;
  row(bounds.name, found.states, found.edges, found.depth, ((user + system) / 1e6).toFixed(1), memory, violations);
  states += found.states;
  if (violations !== 0) process.exitCode = 1;
  if (found.violation !== undefined) print(traceText(found.violation.trace));
}
print(`\n${states} states.\n`);

if (values.only === undefined) {
  row('rule', 'taken away', 'what breaks', 'steps');
  row('---', '---', '---', '--:');
  for (const { number, rule, bounds, without } of MISSING_RULES) {
    const { violation } = search(settingOf(bounds, without), { maxStates: 200_000, liveness: false });
    row(number, rule, violation?.promise ?? 'nothing', violation?.trace.length ?? '–');
    if (violation === undefined) process.exitCode = 1;
    else if (values.traces) print(traceText(violation.trace));
  }
}
