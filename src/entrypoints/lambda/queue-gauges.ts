/** Length of labourers' queues and the age of their oldest task, at no more cost than they are worth. */

import { mapBounded } from '../../application/bounded.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Logger } from '../../application/ports/logger.js';
import type { TaskStore } from '../../application/ports/task-store.js';
import { rangeOf } from '../../domain/greenfield.js';
import type { LabourerId } from '../../domain/ids.js';
import { type Labourer, type TaskSettings, windowOf } from '../../domain/labourer.js';
import type { Gauged, LabourerFacts, QueueHead } from './labourer-facts.js';

const LABOURERS_AT_ONCE = 10;
/** Minutes between two counts of a queue that no page of the pass held whole, and between two of a long one. */
const COUNT_EVERY = 5;
const COUNT_LONG_EVERY = 60;
/** Counting reads every task: 50,000 of 500 bytes are some 3,000 read units. */
const LONG_QUEUE = 50_000;

export interface QueueGaugesParts {
  /** Observed by `facts`, so that a head that is read here is seen as those of the pass are. */
  readonly store: TaskStore;
  readonly facts: LabourerFacts;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class QueueGauges {
  readonly #parts: QueueGaugesParts;
  /** Lives as long as the container: without it a long queue would be counted as often as a short one. */
  readonly #counted = new Map<LabourerId, number>();

  constructor(parts: QueueGaugesParts) {
    this.#parts = parts;
  }

  /** By labourer, after a pass; one whose queue can't be read has none. */
  async measure(
    labourers: readonly Labourer[],
    settings: TaskSettings,
  ): Promise<ReadonlyMap<LabourerId, ReadonlyMap<Gauged, number>>> {
    const measured = await mapBounded(labourers, LABOURERS_AT_ONCE, async (labourer) => {
      try {
        return [labourer.id, await this.#measure(labourer, settings)] as const;
      } catch (error) {
        this.#parts.logger.warn('a queue could not be measured', { labourerId: labourer.id, error });
        return [labourer.id, new Map()] as const;
      }
    });
    return new Map(measured);
  }

  async #measure(labourer: Labourer, settings: TaskSettings): Promise<ReadonlyMap<Gauged, number>> {
    const { facts, clock } = this.#parts;
    const head = facts.head(labourer.id) ?? (await this.#readHead(labourer, settings));
    const invoked = facts.counted(labourer.id, 'TasksInvoked');
    const length =
      head.length === undefined ? await this.#count(labourer, settings) : Math.max(head.length - invoked, 0);
    const isEmpty = head.createdAt === undefined || length === 0;
    const age = isEmpty ? 0 : Math.max(clock.now() - (head.createdAt ?? 0), 0);
    return new Map<Gauged, number>([['OldestTaskAge', age], ...(length === undefined ? [] : [lengthOf(length)])]);
  }

  /** A labourer without a free slot was not looked at by the pass: just then its queue grows old. */
  async #readHead(labourer: Labourer, settings: TaskSettings): Promise<QueueHead> {
    await this.#parts.store.open({ ...this.#queueOf(labourer, settings), limit: 1 });
    return this.#parts.facts.head(labourer.id) ?? { createdAt: undefined };
  }

  async #count(labourer: Labourer, settings: TaskSettings): Promise<number | undefined> {
    const minute = Math.floor(this.#parts.clock.now() / 60);
    const isLong = (this.#counted.get(labourer.id) ?? 0) > LONG_QUEUE;
    if (minute % (isLong ? COUNT_LONG_EVERY : COUNT_EVERY) !== 0) return undefined;
    const length = await this.#parts.store.countOpen(this.#queueOf(labourer, settings));
    this.#counted.set(labourer.id, length);
    return length;
  }

  #queueOf(labourer: Labourer, settings: TaskSettings) {
    return {
      labourerId: labourer.id,
      range: rangeOf('queued', windowOf(labourer, settings, this.#parts.clock.now())),
    };
  }
}

const lengthOf = (length: number): [Gauged, number] => ['QueueLength', length];
