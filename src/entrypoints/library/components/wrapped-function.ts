/** What the wrappers `benchmark`, `retry` and `loggingWrapper` share: one function that is a standard method decorator too. */

import { refusedArgument } from '../argument.js';

/** A function or method of any kind. */
export type Wrappable<This, Args extends unknown[], Result> = (this: This, ...args: Args) => Result;

/** What the language hands to a decorator beside the method. */
export type MethodContext<This, Args extends unknown[], Result> = ClassMethodDecoratorContext<
  This,
  Wrappable<This, Args, Result>
>;

/** True for a decorator's context: options have no `kind`. */
export const isMethodContext = <Value>(
  value: Value,
): value is Value & { readonly kind: 'method'; readonly name: PropertyKey } =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'method';

/** The name for counters and logs: the method's, else the function's own. */
export function nameOf(fn: { readonly name: string }, context: unknown, given?: string): string {
  if (given !== undefined) return given;
  return isMethodContext(context) ? String(context.name) : fn.name || 'anonymous';
}

/** Refuses what can't be called. */
export function refuseUnlessFunction(code: string, fn: unknown): void {
  if (typeof fn !== 'function') throw refusedArgument({ code, path: 'fn' }, 'a function or method', fn);
}

/** Refuses a decorator on anything but a method: on an accessor or a class it would do nothing. */
export function refuseOtherKinds(code: string, second: unknown): void {
  if (typeof second !== 'object' || second === null || !('kind' in second) || isMethodContext(second)) return;
  throw refusedArgument({ code, path: 'context' }, 'a decorated method', second);
}

/** Calls `ended` when the call has ended, with the error where it failed: at once, or when its promise settles. */
export function whenEnded<Result>(call: () => Result, ended: (failure?: { readonly error: unknown }) => void): Result {
  let result: Result;
  try {
    result = call();
  } catch (error) {
    ended({ error });
    throw error;
  }
  if (!(result instanceof Promise)) {
    ended();
    return result;
  }
  const settled: Promise<unknown> = result.then(
    (value: unknown) => {
      ended();
      return value;
    },
    (error: unknown) => {
      ended({ error });
      throw error;
    },
  );
  return settled as Result;
}
