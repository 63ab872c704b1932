import { describe, expect, it } from 'vitest';
import { readWorkerMessage } from '../../src/domain/worker-message.js';

const DONE = { action: 'mark_task_as_completed', task_id: 't' };
const FAILED = { action: 'mark_task_as_failed', task_id: 't' };

describe('a message', () => {
  it.each([
    [DONE, 'completed'],
    [FAILED, 'failed'],
  ])('says what became of the attempt: %o', (event, outcome) => {
    expect(readWorkerMessage(event)).toStrictEqual({ taskId: 't', message: { outcome, extra: {} } });
  });

  it('brings statistics and results as columns of their own', () => {
    const { message } = readWorkerMessage({ ...DONE, stats: { rows: 3 }, result: { url: 'x', list: [1] } });
    expect(message.extra).toEqual({ stat_rows: 3, result_url: 'x', result_list: [1] });
  });

  it('may bring 100,000 characters of each; of more it says how many there were', () => {
    const ofLength = (characters: number) => ({ a: 'x'.repeat(characters - '{"a":""}'.length) });
    const brought = (stats: unknown, result: unknown) => readWorkerMessage({ ...DONE, stats, result }).message.extra;
    const most = ofLength(100_000);
    expect(brought(most, JSON.stringify(most))).toEqual({ stat_a: most.a, result_a: most.a });
    expect(brought(ofLength(100_001), { ok: true })).toEqual({
      stat_dropped: 'it had 100001 characters; 100000 are kept',
      result_ok: true,
    });
  });

  it('may bring what is nested too deep to be kept, and is told so', () => {
    const deep = `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`;
    const { extra } = readWorkerMessage({ ...DONE, result: deep }).message;
    expect(extra).toEqual({ result_dropped: 'it was nested too deep to be kept' });
  });

  it('may bring them as JSON text, as Python workers do', () => {
    const { message } = readWorkerMessage({ ...DONE, stats: '{"rows":3}', result: '{"ok":true}' });
    expect(message.extra).toEqual({ stat_rows: 3, result_ok: true });
  });

  it.each([null, undefined, '', {}, '{}'])('may have none of them: %o', (nothing) => {
    expect(readWorkerMessage({ ...DONE, stats: nothing, result: nothing }).message.extra).toEqual({});
  });

  it('echoes the number of its attempt, if its worker knows of numbers', () => {
    expect(readWorkerMessage({ ...DONE, attempt: 2 }).message.attempt).toBe(2);
    expect(readWorkerMessage({ ...DONE, attempt: null }).message).not.toHaveProperty('attempt');
  });

  it('tells the error of a failure', () => {
    const error = (given: unknown) => readWorkerMessage({ ...FAILED, error: given }).message.error;
    expect(error({ name: 'TimeoutError', message: 'no answer' })).toEqual({
      name: 'TimeoutError',
      message: 'no answer',
    });
    expect(error({ message: 42 })).toEqual({ name: 'Error', message: '42' });
    expect(error({ name: null })).toEqual({ name: 'Error', message: '' });
    expect(error({ name: { a: 1 }, message: ['x'] })).toEqual({ name: 'a map', message: 'a list' });
    expect(error(null)).toBeUndefined();
  });
});

describe('what is no message', () => {
  it.each<[unknown, string, string]>([
    ['text', 'message.invalid', 'input: expected a JSON object, found "text"'],
    [{ action: 'x' }, 'message.action', 'action: expected mark_task_as_completed or mark_task_as_failed, found "x"'],
    [{ action: DONE.action }, 'message.task_id', "task_id: expected the task's id"],
    [
      { ...DONE, task_id: '' },
      'name.invalid',
      'task_id: expected 1 to 256 characters, none of them a control character, found ""',
    ],
    [{ ...DONE, attempt: 0 }, 'message.attempt', 'attempt: expected a whole number from 1, found 0'],
    [{ ...DONE, attempt: '1' }, 'message.attempt', 'attempt: expected a whole number from 1, found "1"'],
    [{ ...DONE, attempt: 1.5 }, 'message.attempt', 'attempt: expected a whole number from 1, found 1.5'],
    [{ ...DONE, stats: 7 }, 'message.stats', 'stats: expected a JSON object or the JSON text of one, found 7'],
    [{ ...DONE, result: '[' }, 'message.result', 'result: expected a JSON object or the JSON text of one, found "["'],
    [{ ...FAILED, error: 'boom' }, 'message.error', 'error: expected an object {name, message}, found "boom"'],
  ])('is told what was expected: %j', (event, code, message) => {
    expect(() => readWorkerMessage(event)).toThrowError(expect.objectContaining({ code, message }));
  });

  it.each([
    ['no object', 'text', 'message.invalid', ''],
    ['a list', [DONE], 'message.invalid', ''],
    ['an unknown action', { ...DONE, action: 'mark_task_as_started' }, 'message.action', 'action'],
    ['an action of another kind', { ...DONE, action: 'constructor' }, 'message.action', 'action'],
    ['without the id of a task', { action: DONE.action }, 'message.task_id', 'task_id'],
    ['an id that is no text', { ...DONE, task_id: 7 }, 'message.task_id', 'task_id'],
    ['an empty id', { ...DONE, task_id: '' }, 'name.invalid', 'task_id'],
    ['an attempt from 0', { ...DONE, attempt: 0 }, 'message.attempt', 'attempt'],
    ['an attempt as text', { ...DONE, attempt: '1' }, 'message.attempt', 'attempt'],
    ['a broken attempt', { ...DONE, attempt: 1.5 }, 'message.attempt', 'attempt'],
    ['statistics that are a list', { ...DONE, stats: [1] }, 'message.stats', 'stats'],
    ['statistics that are no JSON', { ...DONE, stats: '{rows' }, 'message.stats', 'stats'],
    ['a result that is the JSON of a list', { ...DONE, result: '[1]' }, 'message.result', 'result'],
    ['an error that is text', { ...FAILED, error: 'boom' }, 'message.error', 'error'],
  ])('is refused: %s', (_, event, code, path) => {
    expect(() => readWorkerMessage(event)).toThrowError(expect.objectContaining({ code, path }));
  });
});
