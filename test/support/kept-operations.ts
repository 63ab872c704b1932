/** A log of operations whose records can be looked at as they were appended. */

import { MemoryOperationLog } from '../../src/adapters/memory/memory-operation-log.js';
import type { OperationRecord } from '../../src/application/ports/operation-log.js';

export class KeptOperations extends MemoryOperationLog {
  readonly records: OperationRecord[] = [];

  override append(record: OperationRecord): Promise<void> {
    this.records.push(record);
    return super.append(record);
  }
}
