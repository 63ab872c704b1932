/** What every TaskStore promises; the rules stand in the files beside this one. */

import type { TaskStore } from '../../src/application/ports/task-store.js';
import { type Contract, describeContract, type Open } from './rules.js';
import { adding, makingChanges, staleChanges } from './task-store-changes.rules.js';
import { jobs } from './task-store-jobs.rules.js';
import { closedTasks, openTasks, retryingTasks } from './task-store-reads.rules.js';

export interface TaskStoreSubject {
  readonly store: TaskStore;
  /** Waits until reads that may be stale show what was written, and brings counters that are kept now and then up to date. */
  settle(): Promise<void>;
}

export const TASK_STORE_CONTRACT: Contract<TaskStoreSubject> = {
  add: adding,
  apply: makingChanges,
  'apply, when the row is another': staleChanges,
  'open tasks': openTasks,
  'retrying tasks': retryingTasks,
  'closed tasks': closedTasks,
  jobs,
};

export const taskStoreContract = (name: string, open: Open<TaskStoreSubject>): void =>
  describeContract(`TaskStore: ${name}`, TASK_STORE_CONTRACT, open);
