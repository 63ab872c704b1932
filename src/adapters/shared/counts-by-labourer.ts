/** Counts of changes by labourer, added up in memory: all there are in a store in memory, those of one commit in a store that writes them down. */

import type { CountedChange, LabourerCounts } from '../../application/ports/task-counts.js';
import type { LabourerId } from '../../domain/ids.js';
import type { TaskStage } from '../../domain/task.js';
import type { TransitionName } from '../../domain/transition.js';

/** Stages, in the order in which their counts are written. */
export const COUNTED_STAGES = ['open', 'retrying', 'done', 'dead', 'cancelled'] as const satisfies readonly TaskStage[];

/** Kinds of changes, in the order in which their counts are written. */
export const COUNTED_CHANGES = [
  'add',
  'claim',
  'release',
  'interrupt',
  'complete',
  'recordCompletion',
  'archive',
  'fail',
  'noteFailure',
  'expire',
  'requeue',
  'bury',
  'cancel',
  'freeSlot',
  'redrive',
  'confirmReport',
] as const satisfies readonly CountedChange[];

interface Counts {
  readonly stages: Record<TaskStage, number>;
  readonly changes: Partial<Record<CountedChange, number>>;
}

const none = (): Counts => ({ stages: { open: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 }, changes: {} });

export class CountsByLabourer {
  readonly #counts = new Map<LabourerId, Counts>();

  added(labourerId: LabourerId, stage: TaskStage): void {
    const { stages, changes } = this.#of(labourerId);
    stages[stage] += 1;
    changes.add = (changes.add ?? 0) + 1;
  }

  changed(labourerId: LabourerId, name: TransitionName, from: TaskStage, to: TaskStage): void {
    const { stages, changes } = this.#of(labourerId);
    stages[from] -= 1;
    stages[to] += 1;
    changes[name] = (changes[name] ?? 0) + 1;
  }

  /** The counts as they are now; later changes do not change them. */
  read(labourerId: LabourerId): LabourerCounts {
    const { stages, changes } = this.#counts.get(labourerId) ?? none();
    return { stages: { ...stages }, changes: { ...changes } };
  }

  entries(): Iterable<readonly [LabourerId, LabourerCounts]> {
    return this.#counts;
  }

  clear(): void {
    this.#counts.clear();
  }

  #of(labourerId: LabourerId): Counts {
    const known = this.#counts.get(labourerId);
    if (known !== undefined) return known;
    const fresh = none();
    this.#counts.set(labourerId, fresh);
    return fresh;
  }
}
