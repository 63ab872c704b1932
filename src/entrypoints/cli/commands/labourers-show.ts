/** `sosw labourers show`: one labourer now, its health, its queue, and why it does not do more. */

import { axis } from '../../../application/views/axis.js';
import { ecology } from '../../../application/views/ecology.js';
import { explainLabourer } from '../../../application/views/explain.js';
import type { AxisFacts, EcologyFacts, ExplanationFacts, LabourerFacts } from '../../../application/views/facts.js';
import { overview } from '../../../application/views/overview.js';
import { ECO_STATUSES, ecoStatusName } from '../../../domain/ecology/eco-status.js';
import { epochSeconds } from '../../../domain/time.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { knownLabourer } from '../known-names.js';
import { now } from '../now.js';
import { onlyOf } from '../one-labourer.js';
import { decisionLines, reasonLines } from '../reasons-text.js';
import type { Terminal } from '../terminal.js';
import { type StoreOptions, withStore } from '../with-store.js';
import { inCount, inNumbers, inTime } from '../wording.js';

/** The stretch of its ecology that machines are given: an hour, a value a minute. */
const PAST = 3600;
const POINTS = 61;

interface Shown {
  readonly labourer: LabourerFacts;
  readonly axis: AxisFacts;
  readonly ecology: EcologyFacts;
  readonly explanation: ExplanationFacts;
}

export async function run({ args, options, terminal }: Call<StoreOptions>): Promise<ExitCode> {
  await withStore({ options, terminal }, async (data) => {
    const labourer = knownLabourer(args[0] ?? '', data.labourers);
    const at = now();
    const past = { from: epochSeconds(at - PAST), to: at, points: POINTS };
    const { labourers } = await overview(onlyOf(data, labourer), { now: at, live: true });
    const shown = {
      labourer: labourers[0] as LabourerFacts,
      axis: await axis(data, labourer.id, { now: at }),
      ecology: await ecology(data, labourer.id, past),
      explanation: await explainLabourer(data, labourer.id, at),
    };
    if (options.json) terminal.printJson(shown);
    else terminal.print(shownText(shown, terminal));
  });
  return EXIT.ok;
}

function shownText({ labourer, axis: line, ecology: health, explanation }: Shown, terminal: Terminal): string {
  const { colors } = terminal;
  const { allowance, paused, running } = labourer;
  const state = paused ? colors.yellow('paused') : `${inNumbers(running)} of ${inNumbers(allowance)} allowed now`;
  const rows = [
    ['running', state],
    ['cap', capText(labourer)],
    ['health', healthText(labourer, health)],
    ['tasks', axisText(line)],
  ];
  return [
    colors.bold(labourer.labourer_id),
    ...rows.map(([name = '', value]) => `  ${colors.dim(name.padEnd(8))} ${value}`),
    '',
    'Why not more now?',
    ...reasonLines(explanation.reasons, terminal),
    ...(explanation.decisions.length === 0 ? [] : ['', 'Decisions, the newest first']),
    ...decisionLines(explanation.decisions, terminal),
  ].join('\n');
}

const capText = ({ cap, configured_cap, operator_cap }: LabourerFacts): string =>
  operator_cap === null
    ? inNumbers(cap)
    : `${inNumbers(operator_cap)}, set by an operator; the configuration says ${inNumbers(configured_cap)}`;

function healthText({ status }: LabourerFacts, { metrics }: EcologyFacts): string {
  const known = ECO_STATUSES.find((each) => each === status);
  const values = metrics.map(({ name, values: curve }) => `${name} ${curve.at(-1) ?? 'without data'}`);
  return [known === undefined ? 'not decided yet' : ecoStatusName(known), ...values].join(', ');
}

/** The greenfield axis from left to right: what waits, what runs, what had its time, what waits for the archive. */
function axisText({ queued, running, expired, completed }: AxisFacts): string {
  const oldest = (ages: readonly number[]): string =>
    ages.length === 0 ? '' : ` (oldest ${inTime(Math.max(...ages))})`;
  return [
    `queued ${inCount(queued.count)}`,
    `running ${inCount(running.count)}${oldest(running.ages)}`,
    `expired ${inCount(expired.count)}${oldest(expired.ages)}`,
    `completed ${inCount(completed.count)}`,
  ].join(' → ');
}
