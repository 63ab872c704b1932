/** Logs when a function or method begins, ends or fails, and how long it took. */

import { inspect } from 'node:util';
import { mapArgument, refusedArgument, textArgument } from '../argument.js';
import {
  isMethodContext,
  type MethodContext,
  nameOf,
  refuseOtherKinds,
  refuseUnlessFunction,
  type Wrappable,
  whenEnded,
} from './wrapped-function.js';

const CODE = 'logging.argument';
/** Arguments are shown shortly: a log line has a limit too. */
const SHOWN = { depth: 3, maxArrayLength: 20, maxStringLength: 200, breakLength: Number.POSITIVE_INFINITY } as const;
const SHOWN_MAX = 2000;

/** Any logger with these methods serves: Powertools' Logger, pino behind a line of glue, `console`. */
export interface CallLogger {
  /** With arguments and errors' messages. */
  debug(message: string, context: Readonly<Record<string, unknown>>): void;
  /** With names and durations only. */
  info(message: string, context: Readonly<Record<string, unknown>>): void;
}

/** To whom, how much, and under which name calls are logged. */
export interface LoggingOptions {
  /** Default `console`. */
  readonly logger?: CallLogger;
  /** Default `debug`: then arguments and error messages are logged too. At `info` neither is: they may hold secrets. */
  readonly level?: 'debug' | 'info';
  /** Default: the function's own name. */
  readonly name?: string;
}

/** What `loggingWrapper(options)` gives: takes a function, or decorates a method. */
export type Logging = <This, Args extends unknown[], Result>(
  fn: Wrappable<This, Args, Result>,
  context?: MethodContext<This, Args, Result>,
) => Wrappable<This, Args, Result>;

/**
 * Makes a decorator, or a wrapper of functions, with these options.
 *
 * @param options - The logger, its level and the name in its lines.
 * @returns What takes a function or decorates a method.
 * @throws RefusedError `logging.argument` for options of another form.
 * @example
 * ```ts
 * const told = loggingWrapper({ level: 'info' });
 * const twice = told((day: string) => day + day);
 * ```
 */
export function loggingWrapper(options: LoggingOptions): Logging;
/**
 * Logs each call: its beginning, its end with `seconds`, or its failure with the error's name. Usable as a decorator, with options or
 * without, and as a plain function. What the call gives or throws is passed on as it is.
 *
 * @param fn - The function or method.
 * @param options - The logger, the level and the name.
 * @returns A function of the same parameters and result.
 * @throws RefusedError `logging.argument` for what is no function, and for options of another form.
 * @example
 * ```ts
 * class Import extends Worker {
 *   @loggingWrapper({ level: 'info' })
 *   async load(day: string) {
 *     await fetch(`https://partner.example/${day}`);
 *   }
 * }
 * const twice = loggingWrapper((day: string) => day + day, { name: 'twice' });
 * ```
 */
export function loggingWrapper<This, Args extends unknown[], Result>(
  fn: Wrappable<This, Args, Result>,
  options?: LoggingOptions | MethodContext<This, Args, Result>,
): Wrappable<This, Args, Result>;
export function loggingWrapper<This, Args extends unknown[], Result>(
  first: LoggingOptions | Wrappable<This, Args, Result>,
  second?: LoggingOptions | MethodContext<This, Args, Result>,
): Logging | Wrappable<This, Args, Result> {
  if (typeof first === 'function') {
    refuseOtherKinds(CODE, second);
    const options: LoggingOptions = second === undefined || isMethodContext(second) ? {} : second;
    return logging(first, checked(options), second);
  }
  const options = checked(first);
  const wrap: Logging = (fn, context) => {
    refuseUnlessFunction(CODE, fn);
    refuseOtherKinds(CODE, context);
    return logging(fn, options, context);
  };
  return wrap;
}

function logging<This, Args extends unknown[], Result>(
  fn: Wrappable<This, Args, Result>,
  { logger = console, level = 'debug', name: given }: LoggingOptions,
  context: unknown,
): Wrappable<This, Args, Result> {
  const name = nameOf(fn, context, given);
  const isDebug = level === 'debug';
  return function (this: This, ...args: Args): Result {
    logger[level]('a call begins', { name, ...(isDebug && { arguments: shown(args) }) });
    const start = performance.now();
    return whenEnded(
      () => fn.apply(this, args),
      (failure) => {
        const seconds = (performance.now() - start) / 1000;
        if (failure === undefined) return logger[level]('a call ended', { name, seconds });
        const { error } = failure;
        logger[level]('a call failed', { name, seconds, error: isDebug ? shown(error) : errorName(error) });
      },
    );
  };
}

function checked(options: LoggingOptions): LoggingOptions {
  mapArgument({ code: CODE, path: 'options' }, options, 'a function, or a map of options');
  const { logger = console, level = 'debug', name } = options;
  if (level !== 'debug' && level !== 'info') {
    throw refusedArgument({ code: CODE, path: 'level' }, "'debug' or 'info'", level);
  }
  if (typeof logger !== 'object' || logger === null || typeof logger[level] !== 'function') {
    throw refusedArgument({ code: CODE, path: 'logger' }, `a logger with a method ${level}`, logger);
  }
  if (name !== undefined) textArgument({ code: CODE, path: 'name' }, name);
  return options;
}

function shown(value: unknown): string {
  const text = inspect(value, SHOWN);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}

const errorName = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
