/** Finding tasks by what is known of them, wherever in their life they stand. */

import type { JobId, LabourerId } from '../../domain/ids.js';
import type { Task, TaskState } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { PageKey } from './task-store.js';

/** Every key that is given must hold; none at all means every task. */
export interface TaskFilter {
  /** Absent: all that are configured. */
  readonly labourerIds?: readonly LabourerId[];
  readonly jobId?: JobId;
  /** Absent or empty: any. */
  readonly states?: readonly TaskState[];
  /** Stands in the id, the payload, or the last error's name or message; upper and lower case of ASCII letters are the same. */
  readonly text?: string;
  /** The group of the task's last error, by the name that it has (`errorGroupOf`). */
  readonly errorGroup?: string;
  /** From, inclusive. */
  readonly createdFrom?: EpochSeconds;
  /** Before, exclusive. */
  readonly createdBefore?: EpochSeconds;
  readonly closedFrom?: EpochSeconds;
  readonly closedBefore?: EpochSeconds;
  /** At least so many claims, over all lives. */
  readonly attemptsFrom?: number;
  /** At most so many. */
  readonly attemptsUpTo?: number;
}

/** By creation, the newest or the oldest first; or those with the most attempts first. Ties by id. */
export type TaskOrder = 'newest' | 'oldest' | 'attempts';

export interface SearchQuery {
  readonly filter: TaskFilter;
  /** Absent: as the store finds them, which is cheapest. */
  readonly order?: TaskOrder;
  /** The instant that `states` are meant for. */
  readonly now: EpochSeconds;
  readonly limit: number;
  readonly after?: PageKey;
}

export interface FoundTasks {
  /** At most `limit`; perhaps fewer although there is a `next`: then the search goes on there. */
  readonly tasks: readonly Task[];
  /** Absent where all was searched. */
  readonly next?: PageKey;
  /** Rows that this page looked at. */
  readonly examined: number;
}

/** What a whole search would cost, told before it begins. */
export interface SearchCost {
  /** Rows that are looked at, at most. */
  readonly rows: number;
  /** Whether `rows` is a count, or a store's own estimate some hours old. */
  readonly isExact: boolean;
  /** Read units of DynamoDB; absent where reading is free. */
  readonly readUnits?: number;
  /** Whether the store can order what it finds. */
  readonly orders: readonly TaskOrder[];
}

export interface TaskSearch {
  cost(filter: TaskFilter, now: EpochSeconds): Promise<SearchCost>;
  /** Throws RefusedError `search.order` for an order that the store does not have (`cost`). May be stale. */
  find(query: SearchQuery): Promise<FoundTasks>;
}
