/** The operators' audit trail in memory. */

import type { OperationLog, OperationRecord } from '../../application/ports/operation-log.js';

export class MemoryOperationLog implements OperationLog {
  readonly #records: OperationRecord[] = [];

  async append(record: OperationRecord): Promise<void> {
    this.#records.push(record);
  }

  async recent(limit: number): Promise<readonly OperationRecord[]> {
    return this.#records
      .toReversed()
      .sort((one, other) => other.at - one.at)
      .slice(0, limit);
  }

  async of(operationId: string): Promise<readonly OperationRecord[]> {
    return this.#records.filter((record) => record.operationId === operationId);
  }
}
