import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DueQueue } from '../../../src/adapters/memory/due-queue.js';

it('gives entries by their instant, equal ones in the order of their adding, whatever is taken in between', () => {
  const step = fc.oneof(
    { weight: 2, arbitrary: fc.record({ at: fc.integer({ min: 0, max: 9 }) }) },
    fc.constant('take' as const),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = new DueQueue<{ at: number }>();
      const model: { at: number }[] = [];
      for (const each of [...steps, ...steps.map(() => 'take' as const)]) {
        if (each === 'take') {
          expect(queue.peek()).toBe(model[0]);
          expect(queue.take()).toBe(model.shift());
        } else {
          queue.add(each);
          model.push(each);
          model.sort((one, other) => one.at - other.at);
        }
        expect(queue.size).toBe(model.length);
      }
    }),
  );
});
