import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EVENT_FIELDS_BYTES, readPayload } from '../../src/domain/worker-event.js';
import { aTask } from '../support/a-task.js';

it('counts the bytes of a payload as UTF-8 has them', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 }).map((value) => JSON.stringify({ value }));
  fc.assert(
    fc.property(text, (payload) => {
      const limit = Buffer.byteLength(payload) + EVENT_FIELDS_BYTES;
      expect(readPayload(aTask('t', { payload }), limit)).toHaveProperty('payload');
      expect(readPayload(aTask('t', { payload }), limit - 1)).toHaveProperty('invalid');
    }),
  );
});

it('reads back every object that JSON can hold', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      const payload = JSON.stringify(object);
      expect(readPayload(aTask('t', { payload }), 1_048_576)).toEqual({ payload: JSON.parse(payload) });
    }),
  );
});
