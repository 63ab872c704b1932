/** `sosw labourers list`: the overview of all labourers, the worst first if that is wanted. */

import type { LabourerFacts, OverviewFacts } from '../../../application/views/facts.js';
import { overview } from '../../../application/views/overview.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { type SortName, sorted } from '../labourer-sorting.js';
import { now } from '../now.js';
import { plainTable } from '../plain-table.js';
import type { Terminal } from '../terminal.js';
import { onOneLine } from '../text-width.js';
import { answerOrWatch, type WatchOptions } from '../watching.js';
import { type StoreOptions, withStore } from '../with-store.js';
import { inCount, inNumbers, inPercent, inTime, orUnknown } from '../wording.js';

export interface LabourersListOptions extends StoreOptions, WatchOptions {
  readonly sort: SortName;
}

export async function run({ options, terminal }: Call<LabourersListOptions>): Promise<ExitCode> {
  await withStore({ options, terminal }, (data) =>
    answerOrWatch(options, terminal, async () => {
      const found = await overview(data, { now: now(), live: true });
      const facts: OverviewFacts = { ...found, labourers: sorted(found.labourers, options.sort) };
      return { facts, text: () => overviewText(facts, terminal) };
    }),
  );
  return EXIT.ok;
}

const HEAD = [
  'labourer',
  'queued',
  'oldest',
  'running',
  'retrying',
  'dead',
  'done/min',
  'failed/min',
  'failing',
  'why not more',
];

function overviewText({ labourers, read_units }: OverviewFacts, { colors, columns }: Terminal): string {
  const rows = labourers.map((labourer) => [
    colors.bold(labourer.labourer_id),
    orUnknown(labourer.queued, inCount),
    orUnknown(labourer.oldest_wait, inTime),
    `${inNumbers(labourer.running)} of ${inNumbers(labourer.allowance)}`,
    orUnknown(labourer.retrying, inNumbers),
    orUnknown(labourer.dead, (dead) => (dead > 0 ? colors.red(inNumbers(dead)) : '0')),
    orUnknown(labourer.done_per_minute, inNumbers),
    orUnknown(labourer.failed_per_minute, inNumbers),
    orUnknown(labourer.share_failed, inPercent),
    reason(labourer, read_units !== null, colors),
  ]);
  const table = plainTable(HEAD.map(colors.dim), rows, columns);
  return read_units === null ? table : `${table}\n\n${colors.dim(`cost ${inNumbers(read_units)} read units`)}`;
}

/** Where reading costs, decisions are told of one labourer at a time. */
function reason({ paused, decision }: LabourerFacts, isCosting: boolean, colors: Terminal['colors']): string {
  if (paused) return colors.yellow('paused');
  if (decision !== null) return onOneLine(decision.text);
  return isCosting ? 'sosw explain tells' : 'not decided yet: nothing has worked the queue';
}
