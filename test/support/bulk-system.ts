/** A system with bulk operations, over any store; more of them may be made, as other processes would. */

import { BulkOperations } from '../../src/application/bulk-operations.js';
import type { OperationLog } from '../../src/application/ports/operation-log.js';
import type { TaskStore } from '../../src/application/ports/task-store.js';
import { PagedTaskSearch } from '../../src/application/paged-task-search.js';
import { QueueEnds } from '../../src/application/queue-ends.js';
import { TaskOperator } from '../../src/application/task-operator.js';
import { KeptOperations } from './kept-operations.js';
import { aSystem, type SystemOptions } from './system.js';

export function aBulkSystem(options: SystemOptions = {}) {
  const system = aSystem(options);
  const { labourers, slots, settings, ids, clock } = system;
  const operations = new KeptOperations();
  /** The operations as another process has them; `store` and `log` may be in the way of it. */
  const process = (store: TaskStore = system.store, log: OperationLog = operations): BulkOperations => {
    const queue = new QueueEnds({ store, slots, clock }, settings);
    const operator = new TaskOperator({ store, labourers, queue, clock });
    const search = new PagedTaskSearch({ store, labourers, settings });
    return new BulkOperations({ store, search, operator, queue, labourers, operations: log, clock, ids }, settings);
  };
  return { ...system, operations, process, bulk: process() };
}
