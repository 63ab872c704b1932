/** `sosw operations list`: who did what lately. */

import type { OperationFacts } from '../../../application/views/facts.js';
import { operationList } from '../../../application/views/operations.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { outcomeText, targetText } from '../operations-text.js';
import { plainTable } from '../plain-table.js';
import type { Terminal } from '../terminal.js';
import { type StoreOptions, withStore } from '../with-store.js';
import { atInstant } from '../wording.js';

export interface OperationsListOptions extends StoreOptions {
  readonly limit: number;
}

export async function run({ options, terminal }: Call<OperationsListOptions>): Promise<ExitCode> {
  await withStore({ options, terminal }, async (data) => {
    const operations = await operationList(data, options.limit);
    if (options.json) terminal.printJson({ operations });
    else terminal.print(operations.length === 0 ? 'Nobody has changed anything here.' : listText(operations, terminal));
  });
  return EXIT.ok;
}

function listText(operations: readonly OperationFacts[], { colors, columns }: Terminal): string {
  const rows = operations.map((operation) => [
    operation.operation_id,
    atInstant(operation.at),
    operation.by,
    operation.action,
    outcomeText(operation),
    targetText(operation),
  ]);
  return plainTable(['operation', 'at', 'by', 'action', 'state', 'of'].map(colors.dim), rows, columns);
}
