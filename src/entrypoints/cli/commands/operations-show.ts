/** `sosw operations show`: one operation, with all that is recorded of it. */

import type { OperationFacts } from '../../../application/views/facts.js';
import { operationFacts } from '../../../application/views/operations.js';
import { isBulk, resumeCommand } from '../bulk-words.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { knownOperation } from '../known-names.js';
import { outcomeText, targetText } from '../operations-text.js';
import type { Terminal } from '../terminal.js';
import { type StoreOptions, withStore } from '../with-store.js';
import { atInstant } from '../wording.js';

export async function run({ args, options, terminal }: Call<StoreOptions>): Promise<ExitCode> {
  await withStore({ options, terminal }, async (data) => {
    const records = (await knownOperation(args[0] ?? '', data)).map(operationFacts);
    if (options.json) terminal.printJson({ ...records.at(-1), records });
    else terminal.print(operationText(records, options, terminal));
  });
  return EXIT.ok;
}

function operationText(records: readonly OperationFacts[], options: StoreOptions, { colors }: Terminal): string {
  const last = records.at(-1) as OperationFacts;
  const hint =
    last.state !== 'done' && isBulk(last.action) ? resumeCommand(last.action, last.operation_id, options) : undefined;
  return [
    `${colors.bold(last.action)} ${targetText(last)}`,
    ...records.map((record) => `  ${colors.dim(atInstant(record.at))}  ${record.by}  ${outcomeText(record)}`),
    ...(hint === undefined ? [] : ['', `To go on: ${hint}`]),
  ].join('\n');
}
