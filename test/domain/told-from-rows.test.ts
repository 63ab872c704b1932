import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitsOf, unitsOfChanges } from '../../src/domain/cost.js';
import { doneByStretch, ratesLately, shareFailed } from '../../src/domain/ecology/rates.js';
import { errorGroup, errorGroupOf, UNHEARD } from '../../src/domain/error-group.js';
import { duration } from '../../src/domain/explanation/reason.js';
import { stateAt } from '../../src/domain/state-at.js';
import { type Task, TERMINAL_STAGES, taskState } from '../../src/domain/task.js';
import { seconds } from '../../src/domain/time.js';
import { aTask, at, aWindow, NOW, place } from '../support/a-task.js';

const delta = seconds(31_557_600);

describe('the state at an instant', () => {
  const past = fc.integer({ min: -5000, max: 0 });
  const task = fc.record({ claimed: fc.option(past), completed: fc.option(past), closed: past }).chain((life) =>
    fc.constantFrom('open' as const, 'retrying' as const, ...TERMINAL_STAGES).map((stage) =>
      aTask('t', {
        stage,
        createdAt: at(-9000),
        greenfield: life.claimed === null ? place(3) : aWindow(at(life.claimed)).invoked,
        completedAt: stage === 'retrying' || life.completed === null ? undefined : at(life.completed),
        closedAt: stage === 'open' || stage === 'retrying' ? undefined : at(life.closed),
      }),
    ),
  );

  it('is at present what the domain says, whatever happened to the task', () => {
    fc.assert(
      fc.property(task, (one) => {
        expect(stateAt(one, { now: NOW, window: aWindow(), delta })).toBe(taskState(one, aWindow()));
      }),
    );
  });

  it('is none before the creation, and queued from then until the first thing that the row knows of', () => {
    fc.assert(
      fc.property(task, (one) => {
        const state = (offset: number) => stateAt(one, { now: at(offset), window: aWindow(at(offset)), delta });
        expect(state(-9001)).toBeUndefined();
        if (one.stage !== 'retrying') expect(state(-8000)).toBe('queued');
      }),
    );
  });
});

describe('units of writing', () => {
  it('of counted changes are those of the changes one by one', () => {
    const step = (
      name: Parameters<typeof unitsOf>[0]['name'],
      from: 'open' | 'retrying' | 'dead',
      to: 'open' | 'retrying' | 'dead' | 'done',
    ) => unitsOf({ name, from, to, taskId: aTask('t').taskId, labourerId: aTask('t').labourerId, guard: {} });
    const stages = { open: 0, retrying: 1, done: 1, dead: 1, cancelled: 0 };
    const changes = { add: 3, claim: 5, complete: 1, fail: 2, expire: 1, requeue: 1 };
    const oneByOne =
      3 * 2 +
      5 * step('claim', 'open', 'open') +
      step('complete', 'open', 'done') +
      2 * step('fail', 'open', 'retrying') +
      step('requeue', 'retrying', 'open') +
      step('expire', 'open', 'dead');
    expect(unitsOfChanges(changes, { stages, archivesOnCompletion: true })).toBe(oneByOne);
  });
});

describe('rates', () => {
  const sample = (offset: number, done: number, retried = 0) => ({ at: at(offset), done, dead: 0, retried });

  it('are unknown where nobody takes samples any more, and of a single one of this moment', () => {
    expect(ratesLately([sample(-2000, 1), sample(-1201, 9)], NOW, 300)).toBeUndefined();
    expect(ratesLately([sample(0, 9)], NOW, 300)).toBeUndefined();
    expect(shareFailed([sample(-10, 9), sample(0, 9)])).toBeUndefined();
  });

  it('a sample that is old because nothing has changed since means that nothing ended', () => {
    expect(ratesLately([sample(-2000, 1), sample(-700, 90)], NOW, 300)).toEqual({ done: 0, failed: 0 });
  });

  it('a last sample that was on its way for a minute or two ends the stretch', () => {
    expect(ratesLately([sample(-420, 0), sample(-120, 50, 5)], NOW, 300)).toEqual({ done: 10, failed: 1 });
  });

  it('of the past a rate is told between the samples around it, however far apart they are', () => {
    expect(ratesLately([sample(-600, 0), sample(300, 90, 15)], NOW, 300)).toEqual({ done: 6, failed: 1 });
  });

  it('a curve spreads what was done between two samples evenly', () => {
    expect(doneByStretch([sample(-3600, 0), sample(0, 300)], NOW, 30, 120)).toEqual(Array(30).fill(10));
  });

  it('a curve has all that was done in its stretches, however the samples lie', () => {
    const instants = fc.uniqueArray(fc.integer({ min: -3600, max: 0 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(instants, fc.array(fc.nat(50), { minLength: 40, maxLength: 40 }), (offsets, steps) => {
        let done = 0;
        const samples = offsets
          .sort((one, other) => one - other)
          .map((offset, index) => {
            done += steps[index] ?? 0;
            return sample(offset, done);
          });
        const curve = doneByStretch(samples, NOW, 30, 120);
        expect(curve).toHaveLength(30);
        expect(curve.reduce((sum, value) => sum + value, 0)).toBe(done - (samples[0]?.done ?? 0));
      }),
    );
  });
});

describe('the same error', () => {
  it.each([
    ['timed out after 30.5 s', 'timed out after 31 s'],
    ['no task 0f3a9c77d2e14b5f', 'no task 11c2d3e4f5a6b7c8'],
    ['row 6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'row 123e4567-e89b-12d3-a456-426614174000'],
    ['at 2026-03-09T10:00:00Z', 'at 2026-03-08T11:30:00Z'],
  ])('%s and %s', (one, other) => {
    expect(errorGroup({ name: 'E', message: one })).toBe(errorGroup({ name: 'E', message: other }));
  });

  it('is another one where words or the name differ', () => {
    const groups = ['bad feedback', 'bad decade'].flatMap((message) =>
      ['A', 'B'].map((name) => errorGroup({ name, message })),
    );
    expect(new Set(groups).size).toBe(4);
  });

  it('has a name that stays as it is on a command line and in an address, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', maxLength: 400 }), (name, message) => {
        const group = errorGroup({ name, message: `${message}\ud83d\r\n\u2028\u0007` });
        expect(group).not.toMatch(/[\p{Cc}\u2028]|\p{Surrogate}|^\s|\s$/u);
        expect(new URLSearchParams(new URLSearchParams({ group }).toString()).get('group')).toBe(group);
      }),
    );
  });

  it('is of a task without an error only where an attempt had its time, and no error can pass for it', () => {
    const of = (stage: Task['stage']) => errorGroupOf(aTask('t', { stage, greenfield: place(3) }));
    expect([of('dead'), of('retrying')]).toEqual([UNHEARD, UNHEARD]);
    expect([of('open'), of('done'), of('cancelled')]).toEqual([undefined, undefined, undefined]);
    const [name = '', message = ''] = UNHEARD.split(', ');
    expect(errorGroup({ name, message })).not.toBe(UNHEARD);
    expect(errorGroup({ name: UNHEARD, message: '' })).not.toBe(UNHEARD);
  });
});

it.each([
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [3725, '1 h 2 min'],
  [90_000, '1 d 1 h'],
])('%d seconds are %s', (length, text) => {
  expect(duration(length)).toBe(text);
});
