/** Repeats a function or method that fails, with growing pauses. */

import { setTimeout as pause } from 'node:timers/promises';
import { mapArgument, numberArgument, refusedArgument } from '../argument.js';
import { type MethodContext, refuseOtherKinds, refuseUnlessFunction, type Wrappable } from './wrapped-function.js';

const CODE = 'retry.argument';
const ATTEMPTS = 3;
const DELAY_MS = 100;
/** A pause does not grow beyond this. */
const DELAY_MAX_MS = 60_000;

/** How often, with which pauses and after which errors `retry` calls again. */
export interface RetryOptions {
  /** How often it is called at most; default 3. */
  readonly attempts?: number;
  /** Milliseconds before the first repeat; default 100. Each further pause is twice as long, up to a minute. */
  readonly delay?: number;
  /** From 0, all pauses exact, to 1, any length up to the full one; default 0.5. */
  readonly jitter?: number;
  /** Whether an error is worth another attempt; default: every one, save those that say `retryable: false`. */
  readonly when?: (error: unknown) => boolean;
  /** Waits so many milliseconds. */
  readonly sleep?: (ms: number) => Promise<unknown>;
  /** From 0 up to, without, 1. */
  readonly random?: () => number;
}

type Asynchronous<This, Args extends unknown[], Result> = Wrappable<This, Args, Promise<Result>>;

/** What `retry(options)` gives: takes a function, or decorates a method. */
export type Retrying = <This, Args extends unknown[], Result>(
  fn: Asynchronous<This, Args, Result>,
  context?: MethodContext<This, Args, Promise<Result>>,
) => Asynchronous<This, Args, Result>;

/**
 * Makes a decorator, or a wrapper of functions, with these options.
 *
 * @param options - How often, with which pauses, and after which errors.
 * @returns What takes a function or decorates a method.
 * @throws RefusedError `retry.argument` for options of another form.
 * @example
 * ```ts
 * const patiently = retry({ attempts: 5, delay: 200 });
 * const load = patiently((day: string) => fetch(`https://partner.example/${day}`));
 * ```
 */
export function retry(options: RetryOptions): Retrying;
/**
 * Calls again what rejected, and gives the last error when all attempts are used. Usable as a decorator, with options or without,
 * and as a plain function. Only for what may run twice.
 *
 * @param fn - The asynchronous function or method.
 * @param options - How often, with which pauses, and after which errors.
 * @returns A function of the same parameters and result.
 * @throws RefusedError `retry.argument` for what is no function, and for options of another form.
 * @example
 * ```ts
 * class Import extends Worker {
 *   @retry({ attempts: 5, delay: 200 })
 *   async load(day: string) {
 *     await fetch(`https://partner.example/${day}`);
 *   }
 * }
 * const load = retry((day: string) => fetch(`https://partner.example/${day}`), { attempts: 5 });
 * ```
 */
export function retry<This, Args extends unknown[], Result>(
  fn: Asynchronous<This, Args, Result>,
  options?: RetryOptions | MethodContext<This, Args, Promise<Result>>,
): Asynchronous<This, Args, Result>;
export function retry<This, Args extends unknown[], Result>(
  first: RetryOptions | Asynchronous<This, Args, Result>,
  second?: RetryOptions | MethodContext<This, Args, Promise<Result>>,
): Retrying | Asynchronous<This, Args, Result> {
  if (typeof first === 'function') {
    refuseOtherKinds(CODE, second);
    const isDecorator = second !== undefined && 'kind' in second;
    return retrying(first, checked(second === undefined || isDecorator ? {} : second));
  }
  const rules = checked(first);
  const wrap: Retrying = (fn, context) => {
    refuseUnlessFunction(CODE, fn);
    refuseOtherKinds(CODE, context);
    return retrying(fn, rules);
  };
  return wrap;
}

function retrying<This, Args extends unknown[], Result>(
  fn: Asynchronous<This, Args, Result>,
  { attempts, delay, jitter, when, sleep, random }: Required<RetryOptions>,
): Asynchronous<This, Args, Result> {
  return async function (this: This, ...args: Args): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await fn.apply(this, args);
      } catch (error) {
        if (attempt >= attempts || !when(error)) throw error;
        const full = Math.min(delay * 2 ** (attempt - 1), DELAY_MAX_MS);
        await sleep(full * (1 - jitter * random()));
      }
    }
  };
}

function checked(options: RetryOptions): Required<RetryOptions> {
  mapArgument({ code: CODE, path: 'options' }, options, 'a function, or a map of options');
  const { attempts = ATTEMPTS, delay = DELAY_MS, jitter = 0.5, when = isWorthAnother, sleep = pause } = options;
  const { random = Math.random } = options;
  numberArgument({ code: CODE, path: 'attempts' }, attempts, { from: 1, to: 1000, whole: true });
  numberArgument({ code: CODE, path: 'delay' }, delay, { from: 0, to: DELAY_MAX_MS });
  numberArgument({ code: CODE, path: 'jitter' }, jitter, { from: 0, to: 1 });
  for (const [path, value] of Object.entries({ when, sleep, random })) {
    if (typeof value !== 'function') throw refusedArgument({ code: CODE, path }, 'a function', value);
  }
  return { attempts, delay, jitter, when, sleep, random };
}

/** The product's own errors know whether another attempt may succeed. */
const isWorthAnother = (error: unknown): boolean =>
  !(typeof error === 'object' && error !== null && 'retryable' in error && error.retryable === false);
