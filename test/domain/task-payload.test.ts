import { describe, expect, it } from 'vitest';
import { payloadOf, payloadText } from '../../src/domain/task-payload.js';
import type { JsonObject } from '../../src/domain/task.js';

describe('the payload of a new task', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['the fields, where there is no payload', { a: 1, b: [2] }, { a: 1, b: [2] }],
    ['the object under payload', { payload: { a: 1 } }, { a: 1 }],
    ['the object that its text is', { payload: '{"a":1}' }, { a: 1 }],
    ['both, the fields beside it over it', { payload: { a: 1, b: 1 }, b: 2 }, { a: 1, b: 2 }],
    ['both, over its text too', { payload: '{"a":1,"b":1}', b: 2 }, { a: 1, b: 2 }],
    ['an object that has a payload itself', { payload: { payload: 'x' } }, { payload: 'x' }],
    ['D42 a list under its key', { payload: [1, 2], b: 2 }, { payload: [1, 2], b: 2 }],
    ['D42 the text of a list under its key', { payload: '[1]', b: 2 }, { payload: '[1]', b: 2 }],
    ['D42 any other text under its key', { payload: 'hello', b: 2 }, { payload: 'hello', b: 2 }],
    ['D42 a number under its key', { payload: 7 }, { payload: 7 }],
    ['D42 null under its key', { payload: null }, { payload: null }],
  ])('is %s', (_, fields, expected) => {
    expect(payloadOf(fields)).toStrictEqual(expected);
    expect(payloadText(fields)).toBe(JSON.stringify(expected));
  });
});
