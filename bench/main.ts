/** `npm run bench`: measures what the product promises, each figure beside a peer in the same run; exits 1 when one is not reached. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SCENARIOS } from './scenarios/all.js';
import { isReached } from './support/figure.js';
import { describe, machine } from './support/machine.js';
import { jsonLine, type Measured, table } from './support/report.js';
import type { Scenario } from './support/scenario.js';

const ROUNDS = 3;
const HELP = `npm run bench -- [options]

  --only a,b  only these: ${Object.keys(SCENARIOS).join(', ')}
  --quick     one small round of each, to see that everything runs; nothing is judged
  --json      an object a line instead of the table

Files stand in the system's folder for temporary ones (TMPDIR), some 800 MB at most, and are deleted. Exit code 1: a figure
was not reached, or a scenario failed; 2: wrong usage.
`;

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const measured: Measured[] = [];
  let failed = false;
  const here = machine();
  process.stderr.write(`${describe(here)}\n`);
  for (const [name, scenario] of options.scenarios) {
    process.stderr.write(`${name} …\n`);
    try {
      const figures = await measure(scenario, options.quick);
      const mine = figures.map((figure) => ({ scenario: name, figure, isJudged: !options.quick }));
      measured.push(...mine);
      if (options.json) process.stdout.write(mine.map((each) => `${jsonLine(each, here)}\n`).join(''));
    } catch (error) {
      failed = true;
      process.stderr.write(`${name} failed: ${error instanceof Error ? error.stack : error}\n`);
    }
  }
  if (!options.json) process.stdout.write(`${table(measured)}\n`);
  return failed || measured.some(({ figure, isJudged }) => isJudged && !isReached(figure)) ? 1 : 0;
}

async function measure(scenario: Scenario, quick: boolean) {
  const directory = mkdtempSync(join(tmpdir(), 'sosw-bench-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  const interrupted = () => {
    remove();
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const size = (full: number, small: number) => (quick ? small : full);
    return await scenario({ directory, rounds: quick ? 1 : ROUNDS, size });
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    remove();
  }
}

/** Undefined, and told, for a wrong usage. */
function readOptions() {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const options = { help: flag, json: flag, quick: flag, only: { type: 'string' } } as const;
    const { values } = parseArgs({ options });
    const names = values.only?.split(',') ?? Object.keys(SCENARIOS);
    const scenarios = names.map((name): [string, Scenario] => [name, known(name)]);
    return { help: values.help, json: values.json, quick: values.quick, scenarios };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return undefined;
  }
}

function known(name: string): Scenario {
  const scenario = SCENARIOS[name];
  if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
  return scenario;
}
