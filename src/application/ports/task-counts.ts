/** How many tasks of a labourer stand where and what has happened to them so far, counted while it happens: never by reading tasks. */

import type { LabourerId } from '../../domain/ids.js';
import type { TaskStage } from '../../domain/task.js';
import type { TransitionName } from '../../domain/transition.js';

/** What is counted of changes: each kind of transition by its name, and tasks that were added. */
export type CountedChange = 'add' | TransitionName;

/** The counts of one labourer; zeros for one that never had a task. */
export interface LabourerCounts {
  readonly stages: Readonly<Record<TaskStage, number>>;
  /** Since the data was made; a kind that never happened is absent. */
  readonly changes: Readonly<Partial<Record<CountedChange, number>>>;
}

/** Only stores that count within the change itself have it: SQLite and memory. DynamoDB would pay a write a task for it. */
export interface TaskCounts {
  /** In the order asked for, as one state of the store. */
  counts(labourerIds: readonly LabourerId[]): Promise<readonly LabourerCounts[]>;
}
