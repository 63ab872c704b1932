/** What tasks cost on AWS: the units and list prices of `docs/cost.md`, on demand, in US dollars. */

import type { TaskStage } from './task.js';
import type { Transition, TransitionName } from './transition.js';

const A_MILLION = 1_000_000;
const WRITE_UNIT = 0.625 / A_MILLION;
const READ_UNIT = 0.125 / A_MILLION;
const LAMBDA_REQUEST = 0.2 / A_MILLION;
const LAMBDA_GB_SECOND = 0.0000133334;
const S3_PUT = 0.005 / 1000;
const S3_GET = 0.0004 / 1000;
const LOGS_GB = 0.5;

/** A task of less than 1 KB: the row, and its entry in the index. */
export const UNITS_OF_ADDING = 2;

/** A closed row and its entry in the index; the tombstone over the open row, whose entry goes. */
const UNITS_OF_CLOSING = 4;
/** The same between the tables of open and of waiting tasks, by a transaction, which costs double. */
const UNITS_OF_MOVING = 8;
/** The row, and two units where a key of the index changes: a removal and a new entry. */
const UNITS_OF_CLAIMING = 3;
const UNITS_OF_MARKING = 2;

/** Units of writing a change: what leaves its table is moved, what stays is marked. */
export function unitsOf({ from, to, name }: Transition): number {
  if (from === to) return name === 'claim' || name === 'release' ? UNITS_OF_CLAIMING : UNITS_OF_MARKING;
  return from === 'retrying' || to === 'retrying' ? UNITS_OF_MOVING : UNITS_OF_CLOSING;
}

/** How often each kind of change was made; a kind that never was may be absent. */
export type CountedChanges = Readonly<Partial<Record<'add' | TransitionName, number>>>;

/** Of changes whose end their name tells. The others, and what is added, are `unitsOfChanges`'. */
const UNITS_BY_NAME = {
  claim: UNITS_OF_CLAIMING,
  release: UNITS_OF_CLAIMING,
  interrupt: UNITS_OF_MARKING,
  recordCompletion: UNITS_OF_MARKING,
  noteFailure: UNITS_OF_MARKING,
  freeSlot: UNITS_OF_MARKING,
  confirmReport: UNITS_OF_MARKING,
  archive: UNITS_OF_CLOSING,
  bury: UNITS_OF_CLOSING,
  cancel: UNITS_OF_CLOSING,
  redrive: UNITS_OF_CLOSING,
  requeue: UNITS_OF_MOVING,
} as const satisfies Partial<Record<TransitionName, number>>;

/**
 * Units of writing all of one labourer's changes, told from their numbers: a failure or an expiry led to a retry as often as tasks came
 * back from one or still wait for it, else to a death.
 */
export function unitsOfChanges(
  changes: CountedChanges,
  labourer: { readonly stages: Readonly<Record<TaskStage, number>>; readonly archivesOnCompletion: boolean },
): number {
  const times = (name: 'add' | TransitionName): number => changes[name] ?? 0;
  const failures = times('fail') + times('expire');
  const retried = Math.min(times('requeue') + labourer.stages.retrying, failures);
  const named = Object.entries(UNITS_BY_NAME) as [keyof typeof UNITS_BY_NAME, number][];
  return (
    times('add') * UNITS_OF_ADDING +
    times('complete') * (labourer.archivesOnCompletion ? UNITS_OF_CLOSING : UNITS_OF_MARKING) +
    retried * UNITS_OF_MOVING +
    (failures - retried) * UNITS_OF_CLOSING +
    named.reduce((sum, [name, units]) => sum + times(name) * units, 0)
  );
}

/** What became of tasks, where only that is known of them. */
export interface CountedOutcomes {
  readonly created: number;
  readonly done: number;
  readonly dead: number;
  /** Attempts that did not succeed and were or will be tried again. */
  readonly retried: number;
}

/** Units of writing the lives that led to these outcomes; each attempt had one of them. */
export const unitsOfOutcomes = ({ created, done, dead, retried }: CountedOutcomes): number =>
  created * UNITS_OF_ADDING +
  (done + dead + retried) * UNITS_OF_CLAIMING +
  (done + dead) * UNITS_OF_CLOSING +
  retried * 2 * UNITS_OF_MOVING;

/** Per attempt: its reads, and the WorkerAssistant's run of 0.1 s with 512 MB and 1 KB of logs. */
const ATTEMPT = 2.7 * READ_UNIT + LAMBDA_REQUEST + 0.05 * LAMBDA_GB_SECOND + LOGS_GB / A_MILLION;
/** Per task: the Scheduler's run with 1 GB at 800 tasks a second, and two requests of S3 a thousand tasks. */
const SCHEDULING = LAMBDA_GB_SECOND / 800 + (S3_PUT + S3_GET) / 1000;

/** US dollars. */
export interface WorkCost {
  /** DynamoDB, S3 and the product's own functions, for these tasks. */
  readonly orchestration: number;
  /** The workers' own runs, where it is known what a second costs. */
  readonly workers: number;
}

export interface CostedWork {
  readonly created: number;
  readonly invocations: number;
  readonly writeUnits: number;
  readonly workedSeconds: number;
  /** US dollars a second of a running worker. */
  readonly pricePerSecond: number;
}

/** Storage, and what stands idle (the essentials' ticks, metrics), are not in it: they are the same for every number of tasks. */
export const costOf = (work: CostedWork): WorkCost => ({
  orchestration: work.writeUnits * WRITE_UNIT + work.invocations * ATTEMPT + work.created * SCHEDULING,
  workers: work.workedSeconds * work.pricePerSecond,
});
