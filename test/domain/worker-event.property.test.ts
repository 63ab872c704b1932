import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EVENT_FIELDS_BYTES, readPayload } from '../../src/domain/worker-event.js';
import { aTask } from '../support/a-task.js';

/** Where the number of bytes of a character changes; between D800 and DFFF are no characters. */
const BORDERS = [0x20, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff];
const character = fc
  .oneof(
    fc.constantFrom(...BORDERS),
    fc.integer({ min: 0x20, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  )
  .map((point) => String.fromCodePoint(point));

it('counts the bytes of a payload as UTF-8 has them', () => {
  const text = fc.string({ unit: character, maxLength: 40 }).map((value) => JSON.stringify({ value }));
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
