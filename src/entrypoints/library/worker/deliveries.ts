/**
 * Which attempts this container has been given: Lambda delivers an event at least once, and may repeat one that it has delivered.
 * Only this container's are known; two runs of one attempt in two containers are told by the WorkerAssistant.
 */

import type { TaskOfEvent } from './task-of-event.js';

/** A container seldom sees more between a delivery and its repeat. */
const REMEMBERED_MAX = 1000;

/** What became of an attempt here. */
export interface Delivery {
  /** Resolves or rejects as the run did. */
  readonly run: Promise<unknown>;
  /** Sends the report again if it could not be recorded; does nothing otherwise. */
  readonly report: () => Promise<void>;
}

export class Deliveries {
  readonly #known = new Map<string, Delivery>();

  /** The earlier delivery of the same attempt. An event without the number of its attempt is always a first one. */
  earlier(task: TaskOfEvent | undefined): Delivery | undefined {
    const key = keyOf(task);
    return key === undefined ? undefined : this.#known.get(key);
  }

  remember(task: TaskOfEvent | undefined, delivery: Delivery): void {
    const key = keyOf(task);
    if (key === undefined) return;
    this.#known.set(key, delivery);
    const [oldest] = this.#known.keys();
    if (this.#known.size > REMEMBERED_MAX && oldest !== undefined) this.#known.delete(oldest);
  }
}

const keyOf = (task: TaskOfEvent | undefined): string | undefined =>
  task?.attempt === undefined ? undefined : `${task.id} ${task.attempt} ${task.generation}`;
