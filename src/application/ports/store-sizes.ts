/** How large a store is, and what reading it costs, as it tells without being read. */

import type { TaskStage } from '../../domain/task.js';

export interface StoreSize {
  /** Tasks, at most. */
  readonly rows: number;
  /** Read units of DynamoDB for all of them; absent where reading is free. */
  readonly readUnits?: number;
}

export interface StoreSizes {
  /** All tasks in these stages, of all labourers. A store's own estimate, perhaps some hours old. */
  inStages(stages: ReadonlySet<TaskStage>): Promise<StoreSize>;
  /** So many tasks of one job, read by their ids. */
  ofJob(tasks: number): StoreSize;
}
