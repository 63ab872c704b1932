import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance } from '../../../src/entrypoints/config/edit-distance.js';

it('the distance of two words is the same both ways, and never more than the longer word', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      const distance = editDistance(one, other);
      expect(distance).toBe(editDistance(other, one));
      expect(distance).toBeLessThanOrEqual(Math.max(one.length, other.length));
      expect(distance === 0).toBe(one === other);
    }),
  );
});
