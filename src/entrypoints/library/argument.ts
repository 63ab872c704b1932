/** Checks of what callers of the library give: each refusal names the argument, the kind of value found and what was expected. */

import { RefusedError } from '../../domain/errors.js';
import { isMap, kindOf } from '../../domain/job/json.js';

/** Which argument is checked, and the code of its refusal. */
export interface Argument {
  readonly code: string;
  readonly path: string;
}

/** The refusal of a value. It tells the value's kind, never the value: what callers give may be secret. */
export const refusedArgument = ({ code, path }: Argument, expected: string, found: unknown): RefusedError =>
  new RefusedError(code, { path, expected, found: found === undefined ? 'nothing' : kindOf(found) });

export interface TextRule {
  /** How many UTF-16 units at most. */
  readonly max?: number;
  readonly pattern?: RegExp;
  /** What the pattern allows, in words. */
  readonly expected?: string;
}

/** A text of at least one character that keeps to the rule. */
export function textArgument(argument: Argument, value: unknown, rule: TextRule = {}): string {
  const { max = Number.POSITIVE_INFINITY, pattern, expected = 'a text that is not empty' } = rule;
  if (typeof value === 'string' && value !== '' && value.length <= max && (pattern?.test(value) ?? true)) return value;
  throw refusedArgument(argument, expected, value);
}

export interface NumberRule {
  readonly from: number;
  readonly to: number;
  readonly whole?: boolean;
}

/** A number from `from` to `to`; NaN is none. */
export function numberArgument(argument: Argument, value: unknown, { from, to, whole = false }: NumberRule): number {
  if (typeof value === 'number' && value >= from && value <= to && (!whole || Number.isInteger(value))) return value;
  const found = typeof value === 'number' ? value : undefined;
  const expected = `a ${whole ? 'whole ' : ''}number from ${from} to ${to}`;
  if (found === undefined) throw refusedArgument(argument, expected, value);
  throw new RefusedError(argument.code, { path: argument.path, expected, found: String(found) });
}

/** A plain map: no list, and nothing that a class made, such as a Date. */
export function mapArgument(argument: Argument, value: unknown, expected = 'a plain map'): Record<string, unknown> {
  if (isMap(value)) {
    const prototype: unknown = Object.getPrototypeOf(value);
    // The prototype of plain maps has none of its own, in whatever realm the map was made.
    if (prototype === null || Object.getPrototypeOf(prototype) === null) return value;
  }
  throw refusedArgument(argument, expected, value);
}

/** The options of a call or a constructor, none of which is the same as an empty map. */
export const optionsArgument = (code: string, value: unknown): void => {
  if (value !== undefined) mapArgument({ code, path: 'options' }, value, 'a map of options');
};

/** True or false, nothing else: `'false'` is true to the language. */
export function booleanArgument(argument: Argument, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw refusedArgument(argument, 'true or false', value);
}
