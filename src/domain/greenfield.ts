/**
 * Greenfield: the one number that is a task's whole state. A queued task's greenfield is a place in a queue (2000, 3000, …); an
 * invoked one's is the moment of its claim moved a year ahead, so that one comparison with the clock tells the two apart.
 */

import { RefusedError } from './errors.js';
import { type EpochSeconds, type Seconds, wholeSecond } from './time.js';

declare const kind: unique symbol;

/** A place in a labourer's queue, or the instant of a claim plus the invocation delta. Only this file compares it with instants. */
export type Greenfield = number & { readonly [kind]: 'Greenfield' };

/** Positions are finite numbers: they may be fractions, and negative. */
export function greenfield(value: number): Greenfield {
  if (!Number.isFinite(value)) throw new RangeError(`not a greenfield: ${value}`);
  return value as Greenfield;
}

/** One year: what a claim adds to the clock (`greenfield_invocation_delta`). */
export const DEFAULT_INVOCATION_DELTA = 31_557_600 as Seconds;
/** Distance between neighbours of a queue (`greenfield_task_step`). */
export const DEFAULT_TASK_STEP = 1000;

/** The borders between the phases of a labourer's open tasks, fixed at the start of a pass. */
export interface InvocationWindow {
  /** The pass's clock, a whole second. */
  readonly start: EpochSeconds;
  /** What a task claimed now gets as its greenfield. */
  readonly invoked: Greenfield;
  /** A claimed task at or below it has had its duration and its cooldown. */
  readonly expired: Greenfield;
}

/**
 * The borders of a labourer's phases.
 *
 * @param now - The clock of the pass; its whole second counts.
 * @param times - The invocation delta (a year), and the labourer's duration and cooldown.
 * @returns `start`, `expired` and `invoked`, ascending as long as duration and cooldown are shorter than the delta.
 * @example
 * ```ts
 * const times = { delta: seconds(31_557_600), duration: seconds(900), cooldown: seconds(300) };
 * const window = invocationWindow(epochSeconds(1_800_000_000), times);
 * greenfieldPhase(task.greenfield, window); // 'queued', 'invoked' or 'expired'
 * ```
 */
export function invocationWindow(
  now: EpochSeconds,
  times: { readonly delta: Seconds; readonly duration: Seconds; readonly cooldown: Seconds },
): InvocationWindow {
  const start = wholeSecond(now);
  const invoked = start + times.delta;
  return { start, invoked: greenfield(invoked), expired: greenfield(invoked - (times.duration + times.cooldown)) };
}

/** When a task was claimed, from the greenfield that its claim gave it. */
export const claimedAt = (claimed: Greenfield, delta: Seconds): EpochSeconds => (claimed - delta) as EpochSeconds;

/** Where an open task stands: waiting, with a worker, or with a worker that had its time. */
export type GreenfieldPhase = 'queued' | 'invoked' | 'expired';

/** Every greenfield is in exactly one phase: queued to `start`, then expired to `expired`, then invoked. Upper ends belong below. */
export function greenfieldPhase(value: Greenfield, window: InvocationWindow): GreenfieldPhase {
  if (value <= window.start) return 'queued';
  return value <= window.expired ? 'expired' : 'invoked';
}

/** A half-open stretch of greenfields: above the one (exclusive), up to the other (inclusive). A missing end is open. */
export interface GreenfieldRange {
  readonly above?: Greenfield;
  readonly upTo?: Greenfield;
}

const instantAsGreenfield = (instant: EpochSeconds): Greenfield => greenfield(instant);

/** The stretch that holds exactly the tasks of a phase; `claimed` is invoked and expired together. */
export function rangeOf(phase: GreenfieldPhase | 'claimed', window: InvocationWindow): GreenfieldRange {
  const start = instantAsGreenfield(window.start);
  switch (phase) {
    case 'queued':
      return { upTo: start };
    case 'claimed':
      return { above: start };
    case 'expired':
      return { above: start, upTo: window.expired };
    case 'invoked':
      return { above: greenfield(Math.max(start, window.expired)) };
  }
}

/** Neighbours closer than this can't be told apart any more after a long life of the queue. */
const SMALLEST_GAP = 1e-6;

/** The places reserved for a job's rows: row i stands at `start + (i + 1) × gap`, the last at `tail`. */
export interface QueuePlaces {
  readonly start: Greenfield;
  readonly gap: number;
  readonly tail: Greenfield;
}

/**
 * Reserves places behind the queue's end for `rows` tasks. At most half of the room that is left below the clock is used, so the
 * queue never runs into the clock however many tasks pass through it (the old system did, after about 1.7 million).
 * `end` is the newest place taken or reserved; undefined for an empty queue, which counts as one step.
 */
export function placesAtTail(queue: {
  readonly end: Greenfield | undefined;
  readonly step: number;
  readonly now: EpochSeconds;
  readonly rows: number;
}): QueuePlaces {
  const start = queue.end ?? greenfield(Math.min(queue.step, queue.now / 2));
  const gap = Math.min(queue.step, (queue.now - start) / (2 * queue.rows));
  if (gap < SMALLEST_GAP) {
    throw new RefusedError('queue.full', {
      path: 'greenfield',
      expected: `room for ${queue.rows} more tasks in the labourer's queue`,
      hint: 'Let the queue run empty once; its places are then counted from the beginning again',
    });
  }
  return { start, gap, tail: greenfield(start + queue.rows * gap) };
}

export const placeOfRow = (places: QueuePlaces, row: number): Greenfield =>
  greenfield(places.start + (row + 1) * places.gap);

/** Places before the queue's head, for tasks that are retried: the first stands one before the oldest, the next two, … */
export function placesAtHead(oldest: Greenfield | undefined, step: number, count: number): Greenfield[] {
  const head = oldest ?? step;
  return Array.from({ length: count }, (_, index) => greenfield(head - 1 - index));
}
