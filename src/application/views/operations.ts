/** What operators did: the audit trail, an operation a line. */

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
