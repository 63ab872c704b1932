/** Counts how often a function or method is called and how long it takes. */

import { SoswError } from '../../../domain/errors.js';
import type { Stats } from '../stats.js';
import { mapArgument, textArgument } from '../argument.js';
import {
  isMethodContext,
  type MethodContext,
  nameOf,
  refuseOtherKinds,
  refuseUnlessFunction,
  type Wrappable,
  whenEnded,
} from './wrapped-function.js';

const CODE = 'benchmark.argument';

/** For a function that is no method of an object with `stats`. */
export interface BenchmarkOptions {
  /** Where to count; default: `stats` of the object that the method is called on. */
  readonly stats?: Pick<Stats, 'add'>;
  /** The name in the counters; default: the function's own. */
  readonly name?: string;
}

/**
 * Adds to the object's `stats`, for every call: `time_<name>`, in seconds, and `calls_<name>`. A call that fails counts too; one that
 * gives a promise ends when that settles. Usable as a decorator and as a plain function.
 *
 * @param fn - The function or method.
 * @param options - Where to count and under which name; as a decorator, what the language passes.
 * @returns A function of the same parameters and result.
 * @throws RefusedError `benchmark.argument` for what is no function; on a call, SoswError `benchmark.stats` where there is nothing to count in.
 * @example
 * ```ts
 * class Import extends Worker {
 *   @benchmark
 *   async load(day: string) {
 *     await fetch(`https://partner.example/${day}`);
 *   }
 * }
 * const twice = benchmark((day: string) => day + day, { stats: new Stats(), name: 'twice' });
 * ```
 */
export function benchmark<This, Args extends unknown[], Result>(
  fn: Wrappable<This, Args, Result>,
  options?: BenchmarkOptions | MethodContext<This, Args, Result>,
): Wrappable<This, Args, Result> {
  refuseUnlessFunction(CODE, fn);
  refuseOtherKinds(CODE, options);
  const given: BenchmarkOptions = options === undefined || isMethodContext(options) ? {} : checked(options);
  const name = nameOf(fn, options, given.name);
  return function (this: This, ...args: Args): Result {
    const stats = given.stats ?? statsOf(this, name);
    const start = performance.now();
    return whenEnded(
      () => fn.apply(this, args),
      () => {
        stats.add(`time_${name}`, (performance.now() - start) / 1000);
        stats.add(`calls_${name}`);
      },
    );
  };
}

function checked(options: BenchmarkOptions): BenchmarkOptions {
  mapArgument({ code: CODE, path: 'options' }, options, 'a map of stats and name');
  if (options.name !== undefined) textArgument({ code: CODE, path: 'name' }, options.name);
  return options;
}

/** By its method and not by its class: the ESM and the CommonJS build have one each. */
function statsOf(owner: unknown, name: string): Pick<Stats, 'add'> {
  if (typeof owner === 'object' && owner !== null && 'stats' in owner) {
    const { stats } = owner;
    if (typeof stats === 'object' && stats !== null && 'add' in stats && typeof stats.add === 'function') {
      return stats as Pick<Stats, 'add'>;
    }
  }
  throw new SoswError(
    'benchmark.stats',
    `${name}: nothing to count in; give {stats}, or call it on an object that has stats`,
  );
}
