/**
 * The tasks of one labourer and stage in the order in which they are read: what an index is, as a sorted list of short arrays, so that a
 * million tasks are added and removed at any place in microseconds.
 */

import type { Page, PageKey } from '../../application/ports/task-store.js';
import type { TaskId } from '../../domain/ids.js';
import type { Task } from '../../domain/task.js';
import { isIdBefore } from '../shared/id-order.js';
import { type Place, pageKey, placeOfKey } from '../shared/page-key.js';

/** Tasks of an array at most. Moving half as many references takes less than finding the array. */
const CHUNK_MAX = 512;

/** Tasks whose number in the order is above the one (exclusive) and up to the other (inclusive). */
export interface OrderRange {
  readonly above?: number | undefined;
  readonly upTo?: number | undefined;
}

/** Which tasks of a range count; absent: all of them. */
type Chosen = ((task: Task) => boolean) | undefined;

export interface PageQuery extends OrderRange {
  readonly limit: number;
  readonly descending?: boolean | undefined;
  readonly after?: PageKey | undefined;
  readonly chosen?: Chosen;
}

/** Where a task stands: the array's index, and the task's in it. */
interface Position {
  chunk: number;
  index: number;
}

const HEAD: Readonly<Position> = { chunk: 0, index: 0 };

export class SortedTasks {
  /** None is empty. */
  readonly #chunks: Task[][] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  first(): Task | undefined {
    return this.#chunks[0]?.[0];
  }

  insert(task: Task): void {
    this.#size += 1;
    const order = orderOf(task);
    const last = this.#chunks.at(-1)?.at(-1);
    if (last === undefined || precedes(last, order, task.taskId)) {
      this.#append(task);
      return;
    }
    const { chunk, index } = this.#placeOf(order, task.taskId);
    const tasks = this.#chunks[chunk] as Task[];
    tasks.splice(index, 0, task);
    if (tasks.length > CHUNK_MAX) this.#chunks.splice(chunk + 1, 0, tasks.splice(CHUNK_MAX / 2));
  }

  /** Only for a task that was inserted. */
  remove(task: Task): void {
    this.#size -= 1;
    // Most tasks leave at the head of a queue, which need not be looked for.
    const isHead = this.#chunks[0]?.[0]?.taskId === task.taskId;
    const { chunk, index } = isHead ? HEAD : this.#placeOf(orderOf(task), task.taskId);
    const tasks = this.#chunks[chunk] as Task[];
    if (tasks.length === 1) this.#chunks.splice(chunk, 1);
    else if (index === 0) tasks.shift();
    else tasks.splice(index, 1);
  }

  count(range: OrderRange, chosen?: Chosen): number {
    let count = 0;
    if (chosen !== undefined) {
      for (const task of this.#forwards(range, undefined)) if (chosen(task)) count += 1;
      return count;
    }
    // The ends of an empty range may stand the other way round.
    return Math.max(this.#rank(this.#end(range)) - this.#rank(this.#start(range, undefined)), 0);
  }

  /** The next `limit` tasks of the range, behind the page that gave the key. */
  page(query: PageQuery): Page {
    const { limit, chosen } = query;
    const after = query.after === undefined ? undefined : placeOfKey(query.after);
    const found: Task[] = [];
    for (const task of query.descending ? this.#backwards(query, after) : this.#forwards(query, after)) {
      if (chosen !== undefined && !chosen(task)) continue;
      const last = found.at(-1);
      if (found.length === limit)
        return last === undefined ? { tasks: [] } : { tasks: found, next: pageKey(placeOf(last)) };
      found.push(task);
    }
    return { tasks: found };
  }

  *#forwards(range: OrderRange, after: Place | undefined): Generator<Task> {
    let { chunk, index } = this.#start(range, after);
    for (let tasks = this.#chunks[chunk]; tasks !== undefined; tasks = this.#chunks[++chunk]) {
      for (; index < tasks.length; index++) {
        const task = tasks[index] as Task;
        if (range.upTo !== undefined && orderOf(task) > range.upTo) return;
        yield task;
      }
      index = 0;
    }
  }

  *#backwards(range: OrderRange, before: Place | undefined): Generator<Task> {
    const end = this.#end(range);
    const cut = before === undefined ? end : earlier(end, this.#placeOf(before.order, before.taskId));
    let { chunk, index } = cut;
    for (; chunk >= 0; chunk--) {
      const tasks = this.#chunks[chunk] ?? [];
      for (index = Math.min(index, tasks.length) - 1; index >= 0; index--) {
        const task = tasks[index] as Task;
        if (range.above !== undefined && orderOf(task) <= range.above) return;
        yield task;
      }
      index = CHUNK_MAX;
    }
  }

  #start({ above }: OrderRange, after: Place | undefined): Position {
    if (above === undefined && after === undefined) return HEAD;
    return this.#position(
      (task) => (above !== undefined && orderOf(task) <= above) || (after !== undefined && !isBehind(task, after)),
    );
  }

  /** Behind the range's last task. */
  #end({ upTo }: OrderRange): Position {
    return upTo === undefined
      ? { chunk: this.#chunks.length, index: 0 }
      : this.#position((task) => orderOf(task) <= upTo);
  }

  /** The first task for which the test does not hold, by halving: it holds for a beginning of the order. */
  #position(isPassed: (task: Task) => boolean): Position {
    const chunk = firstIndex(this.#chunks.length, (at) => {
      const tasks = this.#chunks[at] as Task[];
      return isPassed(tasks[tasks.length - 1] as Task);
    });
    const tasks = this.#chunks[chunk];
    if (tasks === undefined) return { chunk, index: 0 };
    return { chunk, index: firstIndex(tasks.length, (at) => isPassed(tasks[at] as Task)) };
  }

  /** Where a task of this place stands, or would stand: `#position` without a call for each comparison. */
  #placeOf(order: number, taskId: TaskId): Position {
    const chunks = this.#chunks;
    let chunk = 0;
    for (let high = chunks.length; chunk < high; ) {
      const middle = (chunk + high) >>> 1;
      const tasks = chunks[middle] as Task[];
      if (precedes(tasks[tasks.length - 1] as Task, order, taskId)) chunk = middle + 1;
      else high = middle;
    }
    const tasks = chunks[chunk] ?? [];
    let index = 0;
    for (let high = tasks.length; index < high; ) {
      const middle = (index + high) >>> 1;
      if (precedes(tasks[middle] as Task, order, taskId)) index = middle + 1;
      else high = middle;
    }
    return { chunk, index };
  }

  #append(task: Task): void {
    const last = this.#chunks.at(-1);
    if (last === undefined || last.length === CHUNK_MAX) this.#chunks.push([task]);
    else last.push(task);
  }

  #rank({ chunk, index }: Position): number {
    let rank = index;
    for (let before = 0; before < chunk; before++) rank += this.#chunks[before]?.length ?? 0;
    return rank;
  }
}

/** A task's number in the order of its stage: greenfield, the instant of its retry, or that of its closing. */
function orderOf({ stage, greenfield, desiredLaunchTime, closedAt }: Task): number {
  if (stage === 'open') return greenfield;
  return (stage === 'retrying' ? desiredLaunchTime : closedAt) ?? 0;
}

const placeOf = (task: Task): Place => ({ order: orderOf(task), taskId: task.taskId });

/** Whether the task stands before this place. A task never stands before itself, which spares comparing all of its id. */
function precedes(task: Task, order: number, taskId: TaskId): boolean {
  const own = orderOf(task);
  if (own !== order) return own < order;
  return task.taskId !== taskId && isIdBefore(task.taskId, taskId);
}

function isBehind(task: Task, { order, taskId }: Place): boolean {
  const own = orderOf(task);
  return own > order || (own === order && isIdBefore(taskId, task.taskId));
}

const earlier = (one: Position, other: Position): Position =>
  one.chunk < other.chunk || (one.chunk === other.chunk && one.index < other.index) ? one : other;

/** The first of `length` indices for which the test does not hold. */
function firstIndex(length: number, isPassed: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isPassed(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
