import { describe, expect, it } from 'vitest';
import { isWanted, readCancelQuestion } from '../../src/domain/cancel-question.js';
import { greenfield } from '../../src/domain/greenfield.js';
import type { Task } from '../../src/domain/task.js';
import { aTask, at, aWindow, NOW, place } from '../support/a-task.js';

const { invoked } = aWindow();
const SLOT = `${NOW + 2000}.n-1`;
const claimed = (details: Partial<Task> = {}) =>
  aTask('t', { greenfield: invoked, attempts: 1, slot: SLOT, ...details });
const closed = (stage: Task['stage'], details: Partial<Task> = {}) => claimed({ stage, closedAt: at(-5), ...details });

describe('what an attempt does is wanted', () => {
  it.each<[string, Task, readonly [first: boolean, second: boolean, unnumbered: boolean]]>([
    ['runs in attempt 1', claimed(), [true, true, true]],
    ['runs in attempt 2', claimed({ attempts: 2 }), [false, true, true]],
    ['has outlived attempt 1', claimed({ greenfield: greenfield(invoked - 1e6) }), [true, true, true]],
    ['waits again after attempt 1', aTask('t', { attempts: 1, greenfield: place(0) }), [true, true, true]],
    ['waits for its retry after attempt 1', closed('retrying', { slot: undefined }), [true, true, true]],
    ['was redriven and runs in attempt 2', claimed({ attempts: 2, redrives: 1 }), [false, true, true]],
    ['is completed and not archived', claimed({ completedAt: NOW }), [false, false, false]],
    ['is done', closed('done', { completedAt: NOW }), [false, false, false]],
    ['is dead', closed('dead'), [false, false, false]],
    ['was cancelled under attempt 1', closed('cancelled'), [false, false, false]],
    ['was cancelled and reported', closed('cancelled', { slot: undefined }), [false, false, false]],
  ])('or not, of a task that %s', (_state, task, wanted) => {
    expect([1, 2, undefined].map((attempt) => isWanted(task, attempt))).toEqual(wanted);
  });
});

describe('the question whether a task is cancelled', () => {
  const QUESTION = { action: 'is_task_cancelled', task_id: 't' };

  it('names the task, and the attempt where the worker knows it', () => {
    expect(readCancelQuestion(QUESTION)).toStrictEqual({ taskId: 't' });
    expect(readCancelQuestion({ ...QUESTION, attempt: 2 })).toStrictEqual({ taskId: 't', attempt: 2 });
  });

  it.each([[{ ...QUESTION, action: 'mark_task_as_completed' }], [{ task_id: 't' }], ['is_task_cancelled'], [null]])(
    'is not in %o',
    (event) => expect(readCancelQuestion(event)).toBeUndefined(),
  );

  it.each([
    [{ ...QUESTION, task_id: 7 }, 'message.task_id'],
    [{ ...QUESTION, task_id: '' }, 'name.invalid'],
    [{ ...QUESTION, attempt: 'first' }, 'message.attempt'],
  ])('of another form is refused: %o', (event, code) => {
    expect(() => readCancelQuestion(event)).toThrow(expect.objectContaining({ code }));
  });
});
