/** The two ends of a labourer's queue, and places at them. */

import { type Greenfield, placeOfRow, placesAtHead, rangeOf } from '../domain/greenfield.js';
import { type Labourer, type TaskSettings, windowOf } from '../domain/labourer.js';
import type { QueuePlaces } from '../domain/greenfield.js';
import type { Clock } from './ports/clock.js';
import type { TaskStore } from './ports/task-store.js';
import type { SlotBook } from './slot-book.js';

/** Ends may be stale: then the order between older and newer tasks may be lost, a task never. */
export class QueueEnds {
  readonly #store: TaskStore;
  readonly #slots: SlotBook;
  readonly #clock: Clock;
  readonly #settings: TaskSettings;

  constructor(ports: { store: TaskStore; slots: SlotBook; clock: Clock }, settings: TaskSettings) {
    this.#store = ports.store;
    this.#slots = ports.slots;
    this.#clock = ports.clock;
    this.#settings = settings;
  }

  /** The greenfield of the queue's head or of its end; undefined for an empty queue. */
  async greenfield(labourer: Labourer, end: 'oldest' | 'newest'): Promise<Greenfield | undefined> {
    const window = windowOf(labourer, this.#settings, this.#clock.now());
    const range = rangeOf('queued', window);
    const descending = end === 'newest';
    const { tasks } = await this.#store.open({ labourerId: labourer.id, range, limit: 1, descending });
    return tasks[0]?.greenfield;
  }

  /** Reserves places behind all others, for as many tasks. */
  async reserveTail(labourer: Labourer, rows: number): Promise<QueuePlaces> {
    const newest = await this.greenfield(labourer, 'newest');
    return this.#slots.reserveTail(labourer.id, { newest, step: this.#settings.taskStep, rows });
  }

  async placeAtTail(labourer: Labourer): Promise<Greenfield> {
    return placeOfRow(await this.reserveTail(labourer, 1), 0);
  }

  /** Places before all others, the first nearest to them. `before` is the head if it is known already. */
  async placesAtHead(labourer: Labourer, count: number, before?: Greenfield): Promise<readonly Greenfield[]> {
    const head = before ?? (await this.greenfield(labourer, 'oldest'));
    return placesAtHead(head, this.#settings.taskStep, count);
  }
}
