/**
 * Frees what processes had in hand that are known to be dead: possible where their death is certain (a lock that the operating
 * system gave up), so that nobody waits for expiries. Where it is not certain, expiry does the same later.
 */

import { type Greenfield, rangeOf } from '../domain/greenfield.js';
import { type Labourer, type TaskSettings, windowOf } from '../domain/labourer.js';
import { interrupt } from '../domain/life.js';
import { processOfSlot, type Token, tokenOfSlot } from '../domain/slots.js';
import type { Task } from '../domain/task.js';
import type { Labourers } from './labourers.js';
import type { Clock } from './ports/clock.js';
import type { PageKey, TaskStore } from './ports/task-store.js';
import type { QueueEnds } from './queue-ends.js';
import type { SlotBook } from './slot-book.js';

const PAGE_SIZE = 500;

export interface RecoveryPorts {
  readonly store: TaskStore;
  readonly labourers: Labourers;
  readonly slots: SlotBook;
  readonly queue: QueueEnds;
  readonly clock: Clock;
}

export class Recovery {
  readonly #ports: RecoveryPorts;
  readonly #settings: TaskSettings;

  constructor(ports: RecoveryPorts, settings: TaskSettings) {
    this.#ports = ports;
    this.#settings = settings;
  }

  /** Interrupts the running tasks of processes that died, and gives their tokens back. The number of tasks. */
  async afterDeathOf(died: (processName: string) => boolean): Promise<number> {
    let interrupted = 0;
    for (const labourer of this.#ports.labourers.all()) {
      const freed = await this.#interrupt(
        labourer,
        (task) => task.slot !== undefined && died(processOfSlot(task.slot)),
      );
      await this.#ports.slots.giveBack(labourer.id, freed);
      interrupted += freed.length;
    }
    return interrupted;
  }

  /** The same when every other process is dead: nothing runs, and tokens that never came onto a row are freed too. */
  async afterDeathOfAll(): Promise<number> {
    let interrupted = 0;
    for (const labourer of this.#ports.labourers.all()) {
      interrupted += (await this.#interrupt(labourer, () => true)).length;
      await this.#ports.slots.voidAll(labourer.id);
    }
    return interrupted;
  }

  /** Brings running tasks back to the queue's head, in their order. The tokens that were on them. */
  async #interrupt(labourer: Labourer, isDead: (task: Task) => boolean): Promise<readonly Token[]> {
    const window = windowOf(labourer, this.#settings, this.#ports.clock.now());
    const query = { labourerId: labourer.id, range: rangeOf('claimed', window), completed: false, limit: PAGE_SIZE };
    const running: Task[] = [];
    let after: PageKey | undefined;
    do {
      const page = await this.#ports.store.open({ ...query, ...(after === undefined ? {} : { after }) });
      running.push(...page.tasks.filter(isDead));
      after = page.next;
    } while (after !== undefined);
    if (running.length === 0) return [];

    // The task that was claimed first is to be the head, so it gets the last of the places that go backwards.
    const places = (await this.#ports.queue.placesAtHead(labourer, running.length)).toReversed();
    const outcomes = await this.#ports.store.apply(
      running.map((task, index) => interrupt(task, places[index] as Greenfield)),
    );
    return outcomes.flatMap((outcome) =>
      outcome.outcome === 'applied' && outcome.before.slot !== undefined ? [tokenOfSlot(outcome.before.slot)] : [],
    );
  }
}
