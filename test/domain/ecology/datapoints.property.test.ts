import fc from 'fast-check';
import { expect, it } from 'vitest';
import { valueOver } from '../../../src/domain/ecology/datapoints.js';

/** Numbers up to 24 digits apart; beyond 32 the mean is not always the nearest double, and no metric reaches that far. */
const size = fc.double({ noNaN: true, min: 1e-9, max: 1e15 });
const datapoint = fc.tuple(size, fc.constantFrom(1, 0, -1)).map(([number, sign]) => number * sign);
/** At least one, some of them decimals as people write them. */
const datapoints = fc.array(
  fc.oneof(
    datapoint,
    fc.integer({ min: -99_999, max: 99_999 }).map((cents) => cents / 100),
  ),
  {
    minLength: 1,
    maxLength: 60,
  },
);

/** The exact mean of doubles, as a fraction of integers scaled by a power of two that makes all of them whole. */
function exactMean(numbers: readonly number[]): { over: bigint; under: bigint } {
  const scale = 1_100;
  const over = numbers.reduce((total, number) => total + scaled(number, scale), 0n);
  return { over, under: BigInt(numbers.length) << BigInt(scale) };
}

/** number × 2^scale. Doubling a double is exact, so halving steps are taken until it is whole. */
function scaled(number: number, scale: number): bigint {
  let whole = number;
  let doublings = 0;
  while (!Number.isInteger(whole)) {
    whole *= 2;
    doublings += 1;
  }
  return BigInt(whole) << BigInt(scale - doublings);
}

/** |candidate − mean| as a whole number, comparable between candidates. */
function distance(candidate: number, numbers: readonly number[]): bigint {
  const { over, under } = exactMean(numbers);
  const difference = scaled(candidate, 1_100) * under - (over << 1_100n);
  return difference < 0n ? -difference : difference;
}

/** The doubles next to this one. */
function neighbours(number: number): [number, number] {
  const view = new DataView(new ArrayBuffer(8));
  const step = (bits: bigint) => {
    view.setBigInt64(0, bits);
    return view.getFloat64(0);
  };
  view.setFloat64(0, number);
  const bits = view.getBigInt64(0);
  return number === 0 ? [-Number.MIN_VALUE, Number.MIN_VALUE] : [step(bits - 1n), step(bits + 1n)];
}

it('gives the double nearest to the exact mean', () => {
  fc.assert(
    fc.property(datapoints, (numbers) => {
      const mean = valueOver('Average', numbers) ?? Number.NaN;
      for (const other of neighbours(mean)) {
        expect(distance(mean, numbers) <= distance(other, numbers)).toBe(true);
      }
    }),
  );
});

it('does not depend on the order of datapoints', () => {
  const shuffled = datapoints.chain((numbers) =>
    fc.shuffledSubarray(numbers, { minLength: numbers.length }).map((other) => [numbers, other] as const),
  );
  const statistic = fc.constantFrom('Average', 'Maximum', 'Minimum', 'p99' as const);
  fc.assert(
    fc.property(shuffled, statistic, ([numbers, other], name) => {
      expect(valueOver(name, other)).toBe(valueOver(name, numbers));
    }),
  );
});

it('lies between the smallest and the largest datapoint unless it is a sum', () => {
  fc.assert(
    fc.property(datapoints, fc.constantFrom('Average', 'Maximum', 'Minimum', 'p90' as const), (numbers, name) => {
      const value = valueOver(name, numbers);
      expect(value).toBeGreaterThanOrEqual(Math.min(...numbers));
      expect(value).toBeLessThanOrEqual(Math.max(...numbers));
    }),
  );
});
