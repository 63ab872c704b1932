/** The tasks of one labourer and stage in the order in which they are read: what an index is, as a sorted array. */

import type { Page, PageKey } from '../../application/ports/task-store.js';
import type { Task } from '../../domain/task.js';
import { type Place, pageKey, placeOfKey } from '../shared/page-key.js';

/** Moving the tail of an array of some ten thousand references takes microseconds, so no tree is needed. */
export class SortedTasks {
  readonly #tasks: Task[] = [];

  insert(task: Task): void {
    this.#tasks.splice(firstAtOrBehind(this.#tasks, placeOf(task)), 0, task);
  }

  /** Only for a task that was inserted. */
  remove(task: Task): void {
    this.#tasks.splice(firstAtOrBehind(this.#tasks, placeOf(task)), 1);
  }

  /** Tasks whose number in the order is above the one (exclusive) and up to the other (inclusive). */
  between({ above, upTo }: { readonly above?: number; readonly upTo?: number }): readonly Task[] {
    const firstAbove = (order: number) => firstIndex(this.#tasks, (task) => placeOf(task).order > order);
    return this.#tasks.slice(
      above === undefined ? 0 : firstAbove(above),
      upTo === undefined ? this.#tasks.length : firstAbove(upTo),
    );
  }
}

/** The next `limit` of sorted tasks, forwards or backwards, behind the page that gave the key. */
export function pageOf(
  tasks: readonly Task[],
  { limit, descending = false, after }: { limit: number; descending?: boolean; after?: PageKey },
): Page {
  const page = descending ? pageBackwards(tasks, limit, after) : pageForwards(tasks, limit, after);
  const last = page.tasks.at(-1);
  return page.isLast || last === undefined
    ? { tasks: page.tasks }
    : { tasks: page.tasks, next: pageKey(placeOf(last)) };
}

function pageForwards(tasks: readonly Task[], limit: number, after: PageKey | undefined) {
  const start = after === undefined ? 0 : firstBehind(tasks, placeOfKey(after));
  return { tasks: tasks.slice(start, start + limit), isLast: start + limit >= tasks.length };
}

function pageBackwards(tasks: readonly Task[], limit: number, after: PageKey | undefined) {
  const end = after === undefined ? tasks.length : firstAtOrBehind(tasks, placeOfKey(after));
  return { tasks: tasks.slice(Math.max(end - limit, 0), end).reverse(), isLast: end <= limit };
}

/** A task's place among those of its stage: by greenfield, by the instant of its retry, or by that of its closing. */
function placeOf({ stage, greenfield, desiredLaunchTime, closedAt, taskId }: Task): Place {
  const order = stage === 'open' ? greenfield : stage === 'retrying' ? desiredLaunchTime : closedAt;
  return { order: order ?? 0, taskId };
}

const firstAtOrBehind = (tasks: readonly Task[], place: Place): number =>
  firstIndex(tasks, (task) => compared(placeOf(task), place) >= 0);

const firstBehind = (tasks: readonly Task[], place: Place): number =>
  firstIndex(tasks, (task) => compared(placeOf(task), place) > 0);

function compared(one: Place, other: Place): number {
  if (one.order !== other.order) return one.order - other.order;
  return one.taskId < other.taskId ? -1 : Number(one.taskId > other.taskId);
}

/** Where those tasks begin for which the test holds, by halving. */
function firstIndex(tasks: readonly Task[], holds: (task: Task) => boolean): number {
  let low = 0;
  let high = tasks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(tasks[middle] as Task)) high = middle;
    else low = middle + 1;
  }
  return low;
}
