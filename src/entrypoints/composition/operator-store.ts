/** What the commands need that only look at tasks, or change single ones, wherever the tasks are kept. */

import type { Labourers } from '../../application/labourers.js';
import type { SlotLedger } from '../../application/ports/slot-ledger.js';
import type { TaskLog } from '../../application/ports/task-log.js';
import type { TaskStore } from '../../application/ports/task-store.js';
import type { TaskOperator } from '../../application/task-operator.js';

export interface OperatorStore {
  readonly store: TaskStore;
  readonly ledger: SlotLedger;
  readonly log: Pick<TaskLog, 'read'>;
  readonly operator: TaskOperator;
  readonly labourers: Labourers;
  close(): void;
}
