/** What operators did: the audit trail, an operation a line. */

import { RefusedError } from '../../domain/errors.js';
import type { OperationRecord } from '../ports/operation-log.js';
import type { OperationFacts } from './facts.js';
import type { ReadSide } from './read-side.js';

/** Records read for an operation that is listed: a long one leaves several. */
const RECORDS_EACH = 10;

/** The newest operations as they stand now, newest first, at most `limit`; fewer where long ones fill the trail. */
export async function operationList(
  { operations }: Pick<ReadSide, 'operations'>,
  limit: number,
): Promise<readonly OperationFacts[]> {
  const newest = new Map<string, OperationRecord>();
  for (const record of await operations.recent(limit * RECORDS_EACH)) {
    if (!newest.has(record.operationId)) newest.set(record.operationId, record);
  }
  return [...newest.values()].slice(0, limit).map(operationFacts);
}

/** One operation as it stands now. Rejects with RefusedError `operation.unknown`. */
export async function operationOf(
  { operations }: Pick<ReadSide, 'operations'>,
  operationId: string,
): Promise<OperationFacts> {
  const newest = (await operations.of(operationId)).at(-1);
  if (newest !== undefined) return operationFacts(newest);
  const expected = 'the id of an operation of this data';
  throw new RefusedError('operation.unknown', { path: 'operation', expected, found: operationId });
}

export const operationFacts = (record: OperationRecord): OperationFacts => ({
  operation_id: record.operationId,
  at: record.at,
  by: record.by,
  action: record.action,
  state: record.state,
  target: record.target,
  changed: record.counts?.changed ?? null,
  skipped: record.counts?.skipped ?? null,
  matched: record.counts?.matched ?? null,
  error: record.error ?? null,
});
