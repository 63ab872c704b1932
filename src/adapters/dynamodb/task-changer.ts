/** Applies one transition to the three tables: which of the ways a change is made, and what its answer means. */

import type { ApplyOutcome } from '../../application/ports/task-store.js';
import { isTerminal } from '../../domain/task.js';
import { guardHolds, type Transition } from '../../domain/transition.js';
import type { Item } from './attribute-values.js';
import type { RecentRows } from './recent-rows.js';
import type { Row } from './task-finder.js';
import type { TaskMove } from './task-move.js';
import { type TaskUpdateParts, update } from './task-update.js';

/** Each lost race is somebody else's success. */
const TRIES_MAX = 5;

export class TaskChanger {
  readonly #parts: TaskUpdateParts;
  readonly #move: TaskMove;
  readonly #recent: RecentRows;

  constructor(parts: TaskUpdateParts, move: TaskMove, recent: RecentRows) {
    this.#parts = parts;
    this.#move = move;
    this.#recent = recent;
  }

  /** `closedIsPut`: the archived row stands in the closed table already. */
  async change(transition: Transition, closedIsPut = false): Promise<ApplyOutcome> {
    if (staysInItsTable(transition)) {
      this.#recent.take(transition.taskId);
      return update(this.#parts, transition);
    }
    const recent = this.#recent.take(transition.taskId);
    let row = recent !== undefined && guardHolds(recent.task, transition) ? recent : undefined;
    let ghost: Item | undefined;
    for (let tries = 1; tries <= TRIES_MAX; tries++) {
      row ??= await this.#parts.finder.inStage(transition.from, transition);
      if (row === undefined || !guardHolds(row.task, transition)) return this.#otherwise(transition, row);
      const outcome = isArchiving(transition)
        ? await this.#move.archive(row, transition, closedIsPut)
        : await this.#move.transact(row, transition, ghost);
      if (outcome === 'made') return { outcome: 'applied', before: row.task };
      if (outcome === 'unknown') return { outcome: 'unknown' };
      if (outcome !== 'changed' && 'closed' in outcome) return this.#closedAlready(transition, row, outcome.closed);
      if (outcome !== 'changed') {
        const current = this.#parts.items.taskOf(outcome.inQueue, 'open');
        if (current !== undefined) return { outcome: 'stale', current };
        ghost = outcome.inQueue;
      } else row = undefined;
    }
    return { outcome: 'unknown' };
  }

  /** The row is not there, or not the one that the change was decided for. */
  async #otherwise({ taskId }: Transition, row: Row | undefined): Promise<ApplyOutcome> {
    const current = row?.task ?? (await this.#parts.finder.find(taskId))?.task;
    return current === undefined ? { outcome: 'missing' } : { outcome: 'stale', current };
  }

  /**
   * The closed table wins. An expiry, or a retry that falls due, comes so late that whoever archived the task has crashed half way:
   * it ends what was begun. Others leave that to them.
   */
  async #closedAlready({ name }: Transition, row: Row, item: Item): Promise<ApplyOutcome> {
    const current = this.#parts.items.taskOf(item, 'closed');
    if (current === undefined) return { outcome: 'unknown' };
    if (name === 'expire' || name === 'requeue' || current.stage !== 'done') {
      await this.#move.finishLeaving(row, current.stage);
    }
    return { outcome: 'stale', current };
  }
}

const staysInItsTable = ({ from, to }: Transition): boolean => from === to || (isTerminal(from) && isTerminal(to));

/** From the queue to the archive. */
export const isArchiving = ({ from, to }: Transition): boolean => from === 'open' && to === 'done';
