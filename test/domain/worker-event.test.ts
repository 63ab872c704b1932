import { describe, expect, it } from 'vitest';
import { EVENT_FIELDS_BYTES, readPayload, workerEvent } from '../../src/domain/worker-event.js';
import { aTask, at, LABOURER, NOW, place } from '../support/a-task.js';

const LIMIT = 10_000;
const read = (payload: string | undefined) => readPayload(aTask('t', { payload }), LIMIT);
const invalid = { invalid: { name: 'payload.invalid', message: expect.any(String) } };

describe('a payload', () => {
  it('is a JSON object', () => {
    expect(read('{"a":[1,{"b":null}]}')).toEqual({ payload: { a: [1, { b: null }] } });
  });

  it('that is missing is an empty one', () => {
    expect(read(undefined)).toEqual({ payload: {} });
  });

  it.each(['', 'text', "{'a': None}", '[1]', '"text"', '1', 'null', '{"a":1'])('can not be %s', (payload) => {
    expect(read(payload)).toEqual(invalid);
  });

  it.each([
    [`"${'x'.repeat(LIMIT)}"`, 'larger than an event may be (10000 bytes)'],
    ['text', 'not JSON'],
    ['[1]', 'not a JSON object'],
  ])('that can not be one is told why', (payload, why) => {
    const message = `The payload can't be a worker's event: it is ${why}.`;
    expect(read(payload)).toEqual({ invalid: { name: 'payload.invalid', message } });
  });

  it('leaves room for the fields of the event', () => {
    const longest = LIMIT - EVENT_FIELDS_BYTES;
    const ofLength = (length: number) => `{"a":"${'x'.repeat(length - 8)}"}`;
    expect(read(ofLength(longest))).toHaveProperty('payload');
    expect(read(ofLength(longest + 1))).toEqual(invalid);
  });

  it('is measured in bytes', () => {
    const room = LIMIT - EVENT_FIELDS_BYTES - 8;
    const fits = (character: string, bytes: number) =>
      'payload' in read(`{"a":"${character.repeat(Math.floor(room / bytes))}"}`);
    const breaks = (character: string, bytes: number) =>
      'invalid' in read(`{"a":"${character.repeat(Math.floor(room / bytes) + 1)}"}`);
    for (const [character, bytes] of [
      ['x', 1],
      ['é', 2],
      ['€', 3],
      ['😀', 4],
    ] as const) {
      expect([character, fits(character, bytes), breaks(character, bytes)]).toEqual([character, true, true]);
    }
  });

  it('does not appear in the error: it may hold secrets', () => {
    expect(JSON.stringify(read('{"secret": hunter2'))).not.toContain('hunter2');
  });
});

describe('the event of an attempt', () => {
  const queued = aTask('t', { attempts: 2, greenfield: place(3) });

  it('is the payload, and over it the fields of the task before the claim', () => {
    expect(workerEvent(queued, { a: 1, attempts: 99, task_id: 'foreign' }, at(1200))).toEqual({
      a: 1,
      task_id: 't',
      labourer_id: LABOURER,
      created_at: NOW,
      greenfield: 4000,
      attempts: 2,
      sosw_attempt: 3,
      sosw_deadline: NOW + 1200,
    });
  });

  it('holds every key of the payload, also one that is called like the prototype', () => {
    const event = workerEvent(queued, JSON.parse('{"__proto__":{"x":1},"a":2,"attempts":99}'), at(1200));
    expect(Object.entries(event)).toEqual(
      expect.arrayContaining([
        ['__proto__', { x: 1 }],
        ['a', 2],
        ['attempts', 2],
      ]),
    );
    expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
  });
});
