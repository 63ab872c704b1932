/** The one number that is made of a metric's datapoints, according to the statistic they hold. */

import { RefusedError } from '../errors.js';

/** What each datapoint says of its period, in CloudWatch's words. `p99.9` is the value that 99.9 % of the samples do not exceed. */
export type Statistic = 'Average' | 'Maximum' | 'Minimum' | 'Sum' | 'SampleCount' | `p${number}`;

/** What became of one metric's query. */
export type MetricValues =
  | {
      readonly kind: 'datapoints';
      /** In no particular order, in the metric's own unit. Empty: the source knows of no value in the window, which is no error. */
      readonly datapoints: readonly number[];
    }
  /** `reason` is for people and logs: no secret, no URL's query, no output of a command. */
  | { readonly kind: 'failed'; readonly reason: string };

const NAMED: readonly unknown[] = ['Average', 'Maximum', 'Minimum', 'Sum', 'SampleCount'];
const PERCENTILE = /^p(100(\.0+)?|\d{1,2}(\.\d+)?)$/;

const isStatistic = (value: unknown): value is Statistic =>
  NAMED.includes(value) || (typeof value === 'string' && PERCENTILE.test(value));

/** Reads `Statistics`, which holds exactly one: a threshold is compared with one number. */
export function onlyStatistic(statistics: unknown, path: string): Statistic {
  const [only, ...others] = Array.isArray(statistics) ? statistics : [];
  if (isStatistic(only) && others.length === 0) return only;
  throw new RefusedError('ecology.details', {
    path,
    expected: 'a list of one statistic: Average, Maximum, Minimum, Sum, SampleCount, or a percentile from p0 to p100',
    found: statistics,
  });
}

/** The value over all datapoints; undefined if none of them is a finite number. */
export function valueOver(statistic: Statistic, datapoints: readonly number[]): number | undefined {
  const numbers = datapoints.filter(Number.isFinite);
  if (numbers.length === 0) return undefined;
  switch (statistic) {
    case 'Average':
      return mean(numbers);
    case 'Minimum':
      return numbers.reduce((least, number) => Math.min(least, number));
    case 'Sum':
    case 'SampleCount':
      return sum(numbers);
    default:
      // The maximum, and for percentiles the same: those of periods cannot be merged into that of the slice. It never exceeds the
      // largest of them, and percentiles mostly watch latency and load: the largest errs on the side of too few invocations.
      return largest(numbers);
  }
}

const largest = (numbers: readonly number[]): number => numbers.reduce((most, number) => Math.max(most, number));

/**
 * The mean, rounded once. Dividing a plain sum gives 0.10000000000000002 for three times 0.1, which misses a threshold of 0.1;
 * so the mean distance of the numbers from that first guess is added to it.
 */
function mean(numbers: readonly number[]): number {
  const guess = sum(numbers) / numbers.length;
  const distance = sum(numbers.flatMap((number) => [number, -guess])) / numbers.length;
  return guess + distance;
}

/** The sum with Neumaier's correction: what each addition rounds off is kept and added in the end. */
function sum(numbers: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const number of numbers) {
    const next = total + number;
    lost += Math.abs(total) >= Math.abs(number) ? total - next + number : number - next + total;
    total = next;
  }
  return total + lost;
}
