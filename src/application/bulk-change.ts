/** Makes one kind of change to many tasks at once: places for all of them are reserved together, and rows that have changed are decided anew. */

import { type Greenfield, placeOfRow } from '../domain/greenfield.js';
import type { LabourerId } from '../domain/ids.js';
import { cancel, redrive, requeue } from '../domain/life.js';
import { isHeld } from '../domain/slots.js';
import type { Task } from '../domain/task.js';
import { wholeSecond } from '../domain/time.js';
import { guardHolds, type Transition } from '../domain/transition.js';
import type { BulkAction } from './bulk-target.js';
import type { Labourers } from './labourers.js';
import type { Clock } from './ports/clock.js';
import type { ApplyOutcome, TaskStore } from './ports/task-store.js';
import type { QueueEnds } from './queue-ends.js';

/** Looks at a task that changes again and again, before it is left as it is. */
const ROUNDS_MAX = 5;

export interface BulkChangePorts {
  readonly store: TaskStore;
  readonly queue: QueueEnds;
  readonly labourers: Labourers;
  readonly clock: Clock;
}

/** How many tasks a page of them came to. */
export interface BulkCounts {
  readonly changed: number;
  /** Left as they were. */
  readonly skipped: number;
}

export class BulkChange {
  readonly #ports: BulkChangePorts;

  constructor(ports: BulkChangePorts) {
    this.#ports = ports;
  }

  /** `isMeant` is asked of every row that a change is decided for: as it was found, and as it is where it has changed since. */
  async make(action: BulkAction, found: readonly Task[], isMeant: (task: Task) => boolean): Promise<BulkCounts> {
    const meant = found.filter(isMeant);
    let changed = 0;
    let left = meant;
    for (let round = 0; round < ROUNDS_MAX && left.length > 0; round++) {
      const transitions = await this.#decided(action, left);
      const outcomes = await this.#ports.store.apply(transitions);
      const open = await Promise.all(transitions.map((each, index) => this.#unmade(each, outcomes[index])));
      changed += open.filter((task) => task === 'made').length;
      left = open.flatMap((task) => (typeof task === 'object' && isMeant(task) ? [task] : []));
    }
    return { changed, skipped: meant.length - changed };
  }

  /** Two attempts of one task never live at once: a cancelled one's may run until it reports, or until its slot expires. */
  async #decided(action: BulkAction, tasks: readonly Task[]): Promise<readonly Transition[]> {
    const { clock } = this.#ports;
    const now = clock.now();
    if (action === 'cancel') return tasks.map((task) => cancel(task, wholeSecond(now)));
    const free = action === 'retry' ? tasks : tasks.filter(({ slot }) => !isHeld(slot, now));
    const decided: Transition[] = [];
    for (const [labourerId, own] of byLabourer(free)) {
      const places = await this.#places(action, labourerId, own.length);
      const decide = action === 'retry' ? requeue : redrive;
      decided.push(...own.map((task, index) => decide(task, places(index))));
    }
    return decided;
  }

  async #places(
    action: 'retry' | 'redrive',
    labourerId: LabourerId,
    count: number,
  ): Promise<(index: number) => Greenfield> {
    const { queue, labourers } = this.#ports;
    const labourer = labourers.of(labourerId);
    if (action === 'retry') {
      const places = await queue.placesAtHead(labourer, count);
      return (index) => places[index] as Greenfield;
    }
    const places = await queue.reserveTail(labourer, count);
    return (index) => placeOfRow(places, index);
  }

  /** The row as it is where the change was not made. A lost answer is looked for on the row: its guard does not hold a second time. */
  async #unmade(transition: Transition, outcome: ApplyOutcome | undefined): Promise<Task | 'made' | 'gone'> {
    switch (outcome?.outcome) {
      case 'applied':
        return 'made';
      case 'stale':
        return outcome.current;
      case 'unknown': {
        const task = await this.#ports.store.get(transition.taskId);
        if (task === undefined) return 'gone';
        return guardHolds(task, transition) ? task : 'made';
      }
      default:
        return 'gone';
    }
  }
}

function byLabourer(tasks: readonly Task[]): ReadonlyMap<LabourerId, readonly Task[]> {
  const groups = new Map<LabourerId, Task[]>();
  for (const task of tasks) {
    const group = groups.get(task.labourerId);
    if (group === undefined) groups.set(task.labourerId, [task]);
    else group.push(task);
  }
  return groups;
}
