/** A task's row under everybody who decides about it, each on the newest reading or on any older one. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AfterAttempt } from '../../src/domain/life.js';
import * as life from '../../src/domain/life.js';
import { decideReport } from '../../src/domain/report.js';
import { shouldRetry } from '../../src/domain/retry.js';
import { attemptsOfLife, isTerminal, type Task, type TaskStage, taskState } from '../../src/domain/task.js';
import { type EpochSeconds, epochSeconds, seconds } from '../../src/domain/time.js';
import { guardHolds, type Transition, transformed } from '../../src/domain/transition.js';
import { aTask, aWindow, NOW, place } from '../support/a-task.js';

const MAX_ATTEMPTS = 2;
const ERROR = { name: 'E', message: 'x' };

/** Who decides, as the use cases do: what it makes of a reading, or nothing where the reading is not its business. */
interface Decider {
  /** Stages of the rows that it is shown. */
  readonly reads: readonly TaskStage[];
  readonly decide: (row: Task, now: EpochSeconds, nonce: number) => Transition | undefined;
}

const afterAttempt = (row: Task): AfterAttempt =>
  shouldRetry(row, MAX_ATTEMPTS) ? { retryAfter: seconds(900) } : 'dead';
const stateOf = (row: Task, now: EpochSeconds) => taskState(row, aWindow(now));

const DECIDERS: Readonly<Record<string, Decider>> = {
  claim: {
    reads: ['open'],
    decide: (row, now, nonce) =>
      stateOf(row, now) === 'queued' ? life.claim(row, aWindow(now), `${now + 3000}.n-${nonce}`) : undefined,
  },
  bury: {
    reads: ['open'],
    decide: (row, now) => (stateOf(row, now) === 'queued' ? life.bury(row, now, ERROR) : undefined),
  },
  archive: {
    reads: ['open'],
    decide: (row, now) => (stateOf(row, now) === 'completed' ? life.archive(row, now) : undefined),
  },
  expire: {
    reads: ['open'],
    decide: (row, now) => (stateOf(row, now) === 'expired' ? life.expire(row, afterAttempt(row), now) : undefined),
  },
  interrupt: {
    reads: ['open'],
    decide: (row, now) => (stateOf(row, now) === 'invoked' ? life.interrupt(row, place(0)) : undefined),
  },
  requeue: { reads: ['retrying'], decide: (row) => life.requeue(row, place(0)) },
  cancel: {
    reads: ['open', 'retrying'],
    decide: (row, now) => (row.completedAt === undefined ? life.cancel(row, now) : undefined),
  },
  redrive: { reads: ['dead', 'cancelled'], decide: (row) => life.redrive(row, place(9)) },
  confirmReport: { reads: ['dead'], decide: (row) => life.confirmReport(row) },
};

const STAGES: readonly TaskStage[] = ['open', 'retrying', 'done', 'dead', 'cancelled'];
const worker = (outcome: 'completed' | 'failed', attempt: number | undefined): Decider => ({
  reads: STAGES,
  decide: (row, now) => {
    const message = { outcome, extra: {}, ...(attempt === undefined ? {} : { attempt }) };
    const settings = { window: aWindow(now), archiveOnCompletion: now % 2 === 0, afterFailure: afterAttempt(row) };
    const decision = decideReport(row, message, settings);
    return 'transition' in decision ? decision.transition : undefined;
  },
});

const decider = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...Object.keys(DECIDERS)).map((name) => DECIDERS[name] as Decider) },
  { weight: 1, arbitrary: fc.constant(DECIDERS.claim as Decider) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('completed' as const, 'failed' as const), fc.constantFrom(undefined, 1, 2, 3, 4))
      .map(([outcome, attempt]) => worker(outcome, attempt)),
  },
);
/** One decision: by whom, how many changes old its reading is, and how much later than the one before it. */
const step = fc.record({
  decider,
  age: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 6 }) }),
  wait: fc.constantFrom(0, 1, 600, 1300),
});

/** Plays the steps; calls `seen` with every change that is made. */
function play(
  steps: readonly { readonly decider: Decider; readonly age: number; readonly wait: number }[],
  seen: (before: Task, after: Task, transition: Transition) => void,
): void {
  const history: Task[] = [aTask('t')];
  let now = NOW;
  for (const [nonce, { decider: who, age, wait }] of steps.entries()) {
    now = epochSeconds(now + wait);
    const reading = history.at(-1 - Math.min(age, history.length - 1)) as Task;
    if (!who.reads.includes(reading.stage)) continue;
    const transition = who.decide(reading, now, nonce);
    const before = history.at(-1) as Task;
    if (transition === undefined || !guardHolds(before, transition)) continue;
    const after = transformed(before, transition);
    history.push(after);
    seen(before, after, transition);
  }
}

const lives = fc.array(step, { maxLength: 60 });
const forEveryChange = (check: (before: Task, after: Task, transition: Transition) => void): void =>
  fc.assert(
    fc.property(lives, (steps) => play(steps, check)),
    { numRuns: 3000 },
  );

describe('whatever is decided, on however old a reading', () => {
  it('a terminal stage is left only by a redrive; freeing a slot and confirming a report stay in it', () => {
    forEveryChange((before, after, { name }) => {
      if (!isTerminal(before.stage)) return;
      if (name === 'redrive') expect(after.stage).toBe('open');
      else expect([name, after.stage]).toEqual([expect.stringMatching(/^(freeSlot|confirmReport)$/), before.stage]);
    });
  });

  it('a life has no more attempts than it may have', () => {
    forEveryChange((_, after) => expect(attemptsOfLife(after)).toBeLessThanOrEqual(MAX_ATTEMPTS));
  });

  it('attempts never go back, and only a claim adds one', () => {
    forEveryChange((before, after, { name }) => {
      expect(after.attempts - before.attempts).toBe(name === 'claim' ? 1 : 0);
    });
  });

  it('nothing is claimed that was completed, or that somebody holds', () => {
    forEveryChange((before, _, { name }) => {
      if (name === 'claim') expect([before.completedAt, before.slot]).toEqual([undefined, undefined]);
    });
  });

  it('a completion stays, and ends as done', () => {
    forEveryChange((before, after) => {
      if (before.completedAt === undefined) return;
      expect(after.completedAt).toBe(before.completedAt);
      expect(['open', 'done']).toContain(after.stage);
    });
  });

  it('a row has the marks of its stage, and no others', () => {
    forEveryChange((_, after) => {
      expect([after.stage, after.closedAt !== undefined]).toEqual([after.stage, isTerminal(after.stage)]);
      expect(after.desiredLaunchTime !== undefined).toBe(after.stage === 'retrying');
      if (after.stage === 'done') expect(after.completedAt).toBeDefined();
      if (after.notifyPending) expect(after.stage).toBe('dead');
      if (after.slot !== undefined) expect(['open', 'cancelled']).toContain(after.stage);
    });
  });
});

it('every transition happens in these lives', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(lives, (steps) => play(steps, (_before, _after, { name }) => seen.add(name))),
    { numRuns: 3000, seed: 1 },
  );
  expect([...seen].sort()).toEqual(
    [...Object.keys(DECIDERS), 'complete', 'fail', 'freeSlot', 'noteFailure', 'recordCompletion'].sort(),
  );
});
