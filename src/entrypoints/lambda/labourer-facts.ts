/** What is seen of labourers while a run works for them: where its metrics come from, at no request of their own. */

import type { LabourerId } from '../../domain/ids.js';
import { type LabourerRow, tokensOut } from '../../domain/slots.js';
import type { EpochSeconds } from '../../domain/time.js';

/** Names under which CloudWatch keeps what is counted: sums over any period mean something. */
export type Counted =
  | 'TasksCreated'
  | 'TasksInvoked'
  | 'TasksCompleted'
  | 'TasksRetried'
  | 'TasksDead'
  // A task that was worked again although it was done, or a report whose answer was lost.
  | 'CompletionsRepeated'
  // What was found to be against the promise of docs/operations.md: always a defect.
  | 'InvariantsBroken';
/** Names of what stands at an instant. */
export type Gauged = 'SlotsInUse' | 'SlotsAllowed' | 'QueueLength' | 'OldestTaskAge';

/** The beginning of a labourer's queue, as it was last read. */
export interface QueueHead {
  /** Of the first task; undefined for an empty queue. */
  readonly createdAt: EpochSeconds | undefined;
  /** Tasks of the queue where all of them were read. */
  readonly length?: number;
}

interface Facts {
  readonly counts: Map<Counted, number>;
  row?: LabourerRow;
  head?: QueueHead;
}

/** Of one run at a time: `forget` begins the next. */
export class LabourerFacts {
  readonly #facts = new Map<LabourerId, Facts>();

  count(labourerId: LabourerId, name: Counted): void {
    const { counts } = this.#of(labourerId);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }

  /** The labourer's row as it was read or written. */
  sawRow(row: LabourerRow): void {
    this.#of(row.labourerId).row = row;
  }

  /** The head that was read first is kept: what is read later lacks the tasks that were claimed meanwhile. */
  sawHead(labourerId: LabourerId, head: QueueHead): void {
    this.#of(labourerId).head ??= head;
  }

  head(labourerId: LabourerId): QueueHead | undefined {
    return this.#facts.get(labourerId)?.head;
  }

  counted(labourerId: LabourerId, name: Counted): number {
    return this.#facts.get(labourerId)?.counts.get(name) ?? 0;
  }

  /** Labourers of which something was counted, each with its counts. */
  counts(): readonly (readonly [LabourerId, ReadonlyMap<Counted, number>])[] {
    return [...this.#facts].map(([labourerId, { counts }]) => [labourerId, counts] as const);
  }

  /** Slots as the row has them now; nothing for a labourer whose row was not read. */
  slots(labourerId: LabourerId, now: EpochSeconds): ReadonlyMap<Gauged, number> {
    const row = this.#facts.get(labourerId)?.row;
    if (row === undefined) return new Map();
    return new Map([
      ['SlotsInUse', tokensOut(row, now)],
      ['SlotsAllowed', row.paused ? 0 : row.allowance],
    ]);
  }

  forget(): void {
    this.#facts.clear();
  }

  #of(labourerId: LabourerId): Facts {
    const known = this.#facts.get(labourerId);
    if (known !== undefined) return known;
    const fresh: Facts = { counts: new Map() };
    this.#facts.set(labourerId, fresh);
    return fresh;
  }
}
