/** What an operator may do to single tasks: give a dead one a new life, retry at once, cancel. */

import { SoswError } from '../domain/errors.js';
import type { Greenfield } from '../domain/greenfield.js';
import { cancel, redrive, requeue } from '../domain/life.js';
import { isHeld, tokenOfSlot } from '../domain/slots.js';
import type { Task } from '../domain/task.js';
import { wholeSecond } from '../domain/time.js';
import type { Labourers } from './labourers.js';
import type { Clock } from './ports/clock.js';
import type { TaskStore } from './ports/task-store.js';
import type { QueueEnds } from './queue-ends.js';
import { changeTask, wrongStage } from './task-change.js';

/**
 * Each rejects with `task.stage` for a task that the operation does not fit, `task.running` (retryable) for one
 * whose attempt may still run, and `task.changed` (retryable) after a lost race.
 */
export class TaskOperator {
  readonly #store: TaskStore;
  readonly #labourers: Labourers;
  readonly #queue: QueueEnds;
  readonly #clock: Clock;

  constructor(ports: { store: TaskStore; labourers: Labourers; queue: QueueEnds; clock: Clock }) {
    this.#store = ports.store;
    this.#labourers = ports.labourers;
    this.#queue = ports.queue;
    this.#clock = ports.clock;
  }

  /**
   * Brings a task back to the queue: one that waits for its retry to the head, now; a dead or cancelled one to the end, with all its
   * attempts before it.
   */
  async retry(task: Task): Promise<void> {
    const labourer = this.#labourers.of(task.labourerId);
    switch (task.stage) {
      case 'retrying': {
        const [place] = await this.#queue.placesAtHead(labourer, 1);
        return changeTask(this.#store, requeue(task, place as Greenfield));
      }
      case 'dead':
      case 'cancelled':
        this.#refuseWhileItRuns(task);
        return changeTask(this.#store, redrive(task, await this.#queue.placeAtTail(labourer)));
      default:
        throw wrongStage(task, 'a task that waits for its retry, is dead or was cancelled');
    }
  }

  /** Two attempts of one task never live at once: a cancelled one's may run until it reports, or until its slot expires. */
  #refuseWhileItRuns({ taskId, slot }: Task): void {
    if (slot === undefined || !isHeld(slot, this.#clock.now())) return;
    const until = new Date(tokenOfSlot(slot).expiresAt * 1000).toISOString();
    throw new SoswError(
      'task.running',
      `${taskId}: its attempt may still run; try again once it has reported, or at ${until}`,
      {
        retryable: true,
      },
    );
  }

  /** Ends a task without its work being done. A running attempt keeps its slot until it reports or expires. */
  async cancel(task: Task): Promise<void> {
    const open = task.stage === 'open' && task.completedAt === undefined;
    if (!open && task.stage !== 'retrying')
      throw wrongStage(task, 'a task that is queued, running or waits for its retry');
    await changeTask(this.#store, cancel(task, wholeSecond(this.#clock.now())));
  }
}
