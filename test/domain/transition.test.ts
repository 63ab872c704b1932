import { describe, expect, it } from 'vitest';
import { type Guard, guardHolds, type Transition, transformed } from '../../src/domain/transition.js';
import { aTask, at, LABOURER, NOW, place, taskId } from '../support/a-task.js';

const aTransition = (details: Partial<Transition> = {}): Transition => ({
  name: 'claim',
  taskId: taskId('t'),
  labourerId: LABOURER,
  from: 'open',
  to: 'open',
  guard: {},
  ...details,
});
const held = aTask('t', { greenfield: place(1), attempts: 1, slot: 'a.1', completedAt: NOW, redrives: 2 });

describe('a guard', () => {
  const holds = (guard: Guard, row = held) => guardHolds(row, aTransition({ guard }));

  it('looks at the stage always', () => {
    expect(guardHolds(held, aTransition())).toBe(true);
    expect(guardHolds({ ...held, stage: 'dead' }, aTransition())).toBe(false);
  });

  it.each<[Guard, boolean]>([
    [{}, true],
    [{ greenfield: place(1) }, true],
    [{ greenfield: place(2) }, false],
    [{ attempts: 1 }, true],
    [{ attempts: 0 }, false],
    [{ slot: 'a.1' }, true],
    [{ slot: 'a.2' }, false],
    [{ slot: false }, false],
    [{ completed: true }, true],
    [{ completed: false }, false],
    [{ redrives: 2 }, true],
    [{ redrives: 1 }, false],
    [{ redrives: 0 }, false],
    [{ attempts: 1, greenfield: place(1), slot: 'a.1', completed: true }, true],
    [{ attempts: 1, greenfield: place(1), slot: 'a.2', completed: true }, false],
  ])('%o on a row that has all: %s', (guard, expected) => {
    expect(holds(guard)).toBe(expected);
  });

  it.each<[Guard, boolean]>([
    [{ slot: false }, true],
    [{ slot: 'a.1' }, false],
    [{ completed: false }, true],
    [{ completed: true }, false],
    [{ attempts: 0 }, true],
    [{ redrives: 0 }, true],
    [{ redrives: 1 }, false],
  ])('%o on a row that has nothing: %s', (guard, expected) => {
    expect(holds(guard, aTask('t'))).toBe(expected);
  });
});

describe('the row afterwards', () => {
  it('has what is set, and not what is removed', () => {
    const row = transformed(held, aTransition({ to: 'done', set: { closedAt: at(1) }, remove: ['slot'] }));
    expect(row).toEqual({ ...held, stage: 'done', closedAt: at(1), slot: undefined });
  });

  it('keeps the columns it had beside the new ones', () => {
    const row = { ...held, extra: { stat_a: 1, stat_b: 1 } };
    expect(transformed(row, aTransition({ extra: { stat_b: 2, result_c: 3 } })).extra).toEqual({
      stat_a: 1,
      stat_b: 2,
      result_c: 3,
    });
    expect(transformed(row, aTransition({ extra: {} })).extra).toEqual(row.extra);
  });

  it('gets no field by removing one that it never had', () => {
    const row = aTask('t');
    expect(transformed(row, aTransition({ remove: ['slot', 'closedAt'] }))).toStrictEqual(row);
  });

  it('leaves the row before as it was', () => {
    const before = structuredClone(held);
    transformed(held, aTransition({ to: 'done', set: { attempts: 9 }, remove: ['slot'], extra: { stat_a: 1 } }));
    expect(held).toEqual(before);
  });
});
