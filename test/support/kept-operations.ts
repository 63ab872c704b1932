/** A log of operations that keeps its records in a list. */

import type { OperationLog, OperationRecord } from '../../src/application/ports/operation-log.js';

export class KeptOperations implements OperationLog {
  readonly records: OperationRecord[] = [];

  async append(record: OperationRecord): Promise<void> {
    this.records.push(record);
  }

  async recent(limit: number): Promise<readonly OperationRecord[]> {
    return this.records.toReversed().slice(0, limit);
  }

  async of(operationId: string): Promise<readonly OperationRecord[]> {
    return this.records.filter((record) => record.operationId === operationId);
  }
}
