/** What a filter's keys mean: each must hold, at its borders too. */

import { describe, expect, it } from 'vitest';
import type { TaskFilter } from '../../src/application/ports/task-search.js';
import { inLowerCase, matches } from '../../src/application/task-filter.js';
import { invocationWindow } from '../../src/domain/greenfield.js';
import { claim } from '../../src/domain/life.js';
import type { Task } from '../../src/domain/task.js';
import { seconds } from '../../src/domain/time.js';
import { transformed } from '../../src/domain/transition.js';
import { aTask, aWindow, at, jobId, LABOURER, OTHER_LABOURER } from '../support/a-task.js';

/** The other labourer's attempts have expired after ten seconds, the first one's after twenty minutes. */
const windowOf = (labourer: string) =>
  labourer === LABOURER
    ? aWindow(at(30))
    : invocationWindow(at(30), { delta: seconds(31_557_600), duration: seconds(5), cooldown: seconds(5) });

const isFound = (task: Task, filter: TaskFilter): boolean => matches(task, filter, windowOf);

const TASK = aTask('abc', {
  stage: 'done',
  attempts: 2,
  jobId: jobId('j'),
  createdAt: at(10),
  closedAt: at(20),
  payload: '{"City":"Évora 100%"}',
  lastError: { name: 'TimeoutError', message: 'No answer' },
});

const claimedTask = (labourerId = LABOURER): Task => {
  const task = aTask('c', { labourerId });
  return transformed(task, claim(task, aWindow(at(0)), '1.a-1'));
};

describe('a task is found by a filter', () => {
  it.each<TaskFilter>([
    {},
    { labourerIds: [OTHER_LABOURER, LABOURER] },
    { jobId: jobId('j') },
    { states: ['done', 'dead'] },
    { states: [] },
    { createdFrom: at(10), createdBefore: at(11) },
    { closedFrom: at(20), closedBefore: at(21) },
    { attemptsFrom: 2, attemptsUpTo: 2 },
    ...['', 'ABC', 'city', 'vora 100%', 'timeout', 'NO ANSWER', 'Évora'].map((text) => ({ text })),
  ])('that says %j', (filter) => {
    expect(isFound(TASK, filter)).toBe(true);
  });

  it('by its phase, which the labourer’s duration tells', () => {
    expect(isFound(claimedTask(), { states: ['invoked'] })).toBe(true);
    expect(isFound(claimedTask(OTHER_LABOURER), { states: ['invoked'] })).toBe(false);
    expect(isFound(claimedTask(OTHER_LABOURER), { states: ['expired'] })).toBe(true);
  });
});

describe('a task is not found by a filter', () => {
  it.each<TaskFilter>([
    { labourerIds: [OTHER_LABOURER] },
    { labourerIds: [] },
    { jobId: jobId('k') },
    { states: ['dead', 'queued'] },
    { createdFrom: at(11) },
    { createdBefore: at(10) },
    { closedFrom: at(21) },
    { closedBefore: at(20) },
    { attemptsFrom: 3 },
    { attemptsUpTo: 1 },
    { states: ['done'], attemptsFrom: 3 },
    ...['abcd', 'a.c', 'évora', 'Error: No', 'TimeoutErrorNo'].map((text) => ({ text })),
  ])('that says %j', (filter) => {
    expect(isFound(TASK, filter)).toBe(false);
  });

  it('by instants of closing, while it is open', () => {
    expect(isFound(aTask('t'), { closedFrom: at(0) })).toBe(false);
    expect(isFound(aTask('t'), { closedBefore: at(100) })).toBe(false);
  });
});

it('only ASCII’s letters have a lower case, so that texts keep their length', () => {
  expect(inLowerCase('AbZ É İ ẞ')).toBe('abz É İ ẞ');
});
