/** The trail of a task's events (`sosw_tasks_meta`): optional, off by default, and never in the way. */

import type { LabourerId, TaskId } from '../../domain/ids.js';
import type { JsonObject } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';

export type TaskAction =
  | 'created'
  | 'invoked'
  | 'completed'
  | 'failed'
  | 'marked_as_completed'
  | 'marked_as_failed'
  | 'archived'
  | 'archived_dead'
  | 'scheduled_for_retry'
  | 'ready_for_retry';

export interface TaskEvent {
  readonly taskId: TaskId;
  readonly labourerId?: LabourerId;
  readonly action: TaskAction;
  readonly at: EpochSeconds;
  /** Who writes: the essential's name. */
  readonly author: string;
  readonly details?: JsonObject;
}

export interface TaskLog {
  /** Writes events, best effort: a failure is logged, never thrown. */
  write(events: readonly TaskEvent[]): Promise<void>;
  /** A task's events, oldest first. */
  read(taskId: TaskId): Promise<readonly TaskEvent[]>;
}
