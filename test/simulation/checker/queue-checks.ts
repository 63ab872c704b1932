/** The order of the queues: no two rows of jobs share a place, and no ready task is passed over for ever. */

import type { LabourerId, TaskId } from '../../../src/domain/ids.js';
import type { Task } from '../../../src/domain/task.js';
import type { Checks } from './checks.js';

interface Waiting {
  readonly greenfield: number;
  readonly since: number;
  passedOver: number;
}

/** A task that has just come is not in the index yet. */
const SETTLED = 120;
/** Claims of tasks behind it that a ready task may see: retries come to the head, and hand-overs begin a little behind it. */
const PASSED_MAX = 150;

export class QueueChecks {
  readonly #waiting = new Map<LabourerId, Map<TaskId, Waiting>>();
  readonly #places = new Map<LabourerId, Map<number, TaskId>>();
  readonly #checks: Checks;
  readonly #now: () => number;

  constructor(checks: Checks, now: () => number) {
    this.#checks = checks;
    this.#now = now;
  }

  /** A row of a job was added, at its place. */
  added(task: Task): void {
    const now = this.#now();
    this.#checks.that('I8', task.greenfield <= now, 'a new task stands in the queue, not beyond the clock', () => task);
    const places = this.#places.get(task.labourerId) ?? new Map<number, TaskId>();
    this.#places.set(task.labourerId, places);
    // A place is free again once whoever stood there was claimed: the queue may have run empty, and begin anew.
    const other = places.get(task.greenfield);
    const isFree = other === undefined || this.#of(task.labourerId).get(other)?.greenfield !== task.greenfield;
    this.#checks.that('I8', isFree, 'no two rows of jobs share a place', () => [task, other]);
    places.set(task.greenfield, task.taskId);
    this.seen(task);
  }

  /** A row as it stands now. */
  seen(task: Task, before?: Task): void {
    const waiting = this.#of(task.labourerId);
    const isQueued = task.stage === 'open' && task.completedAt === undefined && task.greenfield <= this.#now();
    if (!isQueued) waiting.delete(task.taskId);
    else if (waiting.get(task.taskId)?.greenfield !== task.greenfield) {
      waiting.set(task.taskId, { greenfield: task.greenfield, since: this.#now(), passedOver: 0 });
    }
    if (before !== undefined && task.attempts > before.attempts) this.#claimed(before);
  }

  #claimed({ labourerId, greenfield }: Task): void {
    const now = this.#now();
    for (const [taskId, place] of this.#of(labourerId)) {
      if (place.greenfield >= greenfield || now - place.since < SETTLED) continue;
      place.passedOver += 1;
      const found = () => ({ taskId, ...place });
      this.#checks.that('I8', place.passedOver <= PASSED_MAX, 'a ready task is not passed over for ever', found);
    }
  }

  #of(labourerId: LabourerId): Map<TaskId, Waiting> {
    const waiting = this.#waiting.get(labourerId) ?? new Map<TaskId, Waiting>();
    this.#waiting.set(labourerId, waiting);
    return waiting;
  }
}
