import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Comparison, holds, NEGATED } from '../../../src/domain/ecology/comparison.js';
import { feelings, judge } from '../../../src/domain/ecology/feelings.js';

/** Few different numbers, so that values often meet thresholds exactly. */
const level = fc.integer({ min: -4, max: 4 });
const signs: Comparison[] = ['<', '<=', '>', '>=', '=='];

/** Feelings in an order that the operator allows, some statuses left out. */
const validFeelings = fc
  .tuple(fc.constantFrom(...signs), fc.array(level, { maxLength: 5 }), fc.subarray([0, 1, 2, 3, 4]))
  .map(([operator, levels, statuses]) => {
    const sorted = levels.sort((one, other) => (operator.startsWith('<') ? other - one : one - other));
    const pairs = statuses.slice(0, sorted.length).map((status, index) => [status, sorted[index]]);
    return feelings({ feelings: Object.fromEntries(pairs), feeling_comparison_operator: operator }, 'metric');
  });

it('gives the best status whose threshold the value meets', () => {
  fc.assert(
    fc.property(validFeelings, level, (felt, value) => {
      const met = felt.thresholds.filter((threshold) => holds(value, felt.operator, threshold.value));
      expect(judge(felt, value).status).toBe(Math.max(0, ...met.map((threshold) => threshold.status)));
    }),
  );
});

it('never feels better about a worse value', () => {
  fc.assert(
    fc.property(validFeelings, level, level, (felt, one, other) => {
      fc.pre(felt.operator !== '==');
      const [lower, upper] = one < other ? [one, other] : [other, one];
      const [better, worse] = felt.operator.startsWith('<') ? [lower, upper] : [upper, lower];
      expect(judge(felt, better).status).toBeGreaterThanOrEqual(judge(felt, worse).status);
    }),
  );
});

it('gives a reason that is true', () => {
  fc.assert(
    fc.property(validFeelings, level, (felt, value) => {
      fc.pre(felt.thresholds.length > 0);
      const { operator = '!=', threshold = value } = judge(felt, value);
      expect(operator === '!=' ? value !== threshold : holds(value, operator, threshold)).toBe(true);
    }),
  );
});

it('negates each comparison', () => {
  fc.assert(
    fc.property(fc.constantFrom(...signs), level, level, (sign, one, other) => {
      const negated = NEGATED[sign];
      expect(negated === '!=' ? one !== other : holds(one, negated, other)).toBe(!holds(one, sign, other));
    }),
  );
});
