/** `sosw dead list`: what has failed for good, by labourer and error. */

import { deadGroups } from '../../../application/views/dead.js';
import type { DeadFacts } from '../../../application/views/facts.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { knownLabourer } from '../known-names.js';
import { now } from '../now.js';
import { plainTable } from '../plain-table.js';
import type { Terminal } from '../terminal.js';
import { onOneLine } from '../text-width.js';
import { type StoreOptions, withStore } from '../with-store.js';
import { atInstant, inNumbers, inTasks } from '../wording.js';

export interface DeadListOptions extends StoreOptions {
  readonly labourer?: readonly string[];
  readonly limit: number;
}

export async function run({ options, terminal }: Call<DeadListOptions>): Promise<ExitCode> {
  await withStore({ options, terminal }, async (data) => {
    const labourerIds = options.labourer?.map((name) => knownLabourer(name, data.labourers, '--labourer').id);
    const facts = await deadGroups(data, {
      limit: options.limit,
      now: now(),
      ...(labourerIds === undefined ? {} : { labourerIds }),
    });
    if (options.json) terminal.printJson(facts);
    else terminal.print(deadText(facts, terminal));
  });
  return EXIT.ok;
}

function deadText({ groups, examined, more }: DeadFacts, { colors, columns }: Terminal): string {
  if (groups.length === 0) return 'No task is dead.';
  const rows = groups.map((group) => [
    colors.red(inNumbers(group.count)),
    group.labourer_id,
    atInstant(group.newest_closed_at),
    group.sample_task_id,
    onOneLine(group.error),
  ]);
  return [
    plainTable(['dead', 'labourer', 'newest', 'for example', 'error'].map(colors.dim), rows, columns),
    '',
    ...(more ? [`There are more than the ${inTasks(examined)} that were looked at; --limit looks at more.`] : []),
    'A new life for those of an error: sosw dead redrive --labourer NAME --error-group TASK, the one that stands for example',
  ].join('\n');
}
