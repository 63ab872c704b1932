import { describe, expect, it } from 'vitest';
import { averageDuration } from '../../src/domain/average-duration.js';
import { greenfield } from '../../src/domain/greenfield.js';
import { seconds } from '../../src/domain/time.js';
import { aTask, at, aWindow } from '../support/a-task.js';

const TIMES = { maxDuration: seconds(900), delta: seconds(31_557_600) };
/** A task that was claimed now and done after so many seconds. */
const done = (duration: number, attempts = 1) =>
  aTask('t', { stage: 'done', greenfield: aWindow().invoked, completedAt: at(duration), attempts });
const dead = (attempts: number) => aTask('t', { stage: 'dead', greenfield: aWindow().invoked, attempts });
const average = (...closed: ReturnType<typeof aTask>[]) => averageDuration(closed, TIMES);

describe('the average duration', () => {
  it('is 0 without closed tasks', () => {
    expect(average()).toBe(0);
  });

  it('is the mean from claim to completion', () => {
    expect(average(done(10), done(20), done(60))).toBe(30);
  });

  it('counts only the last run of a task that took several', () => {
    expect(average(done(10, 3), done(20))).toBe(15);
  });

  it('counts each attempt of a dead task at the time-out', () => {
    expect(average(dead(3))).toBe(900);
    expect(average(dead(2), done(300))).toBe(700);
  });

  it('counts the attempts of a dead one, whatever else its row says', () => {
    expect(average({ ...dead(2), completedAt: at(5) })).toBe(900);
    expect(average({ ...dead(1), completedAt: at(5) }, done(10))).toBe(455);
  });

  it('counts nothing for a task that died without an attempt', () => {
    expect(average(dead(0))).toBe(0);
    expect(average(dead(0), done(50))).toBe(50);
  });

  it('rounds halves to the even neighbour, as Python does', () => {
    expect(average(done(1), done(2))).toBe(2);
    expect(average(done(2), done(3))).toBe(2);
    expect(average(done(1), done(1), done(2))).toBe(1);
  });

  it('counts a task of which no completion is known like a dead one', () => {
    expect(average(aTask('t', { stage: 'done', greenfield: greenfield(2000), attempts: 1 }))).toBe(900);
  });
});
