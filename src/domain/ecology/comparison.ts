/** The comparisons between a metric's value and a threshold, in each spelling that configurations use. */

import { RefusedError } from '../errors.js';

/** A comparison that `feeling_comparison_operator` may ask for. */
export type Comparison = '<' | '<=' | '>' | '>=' | '==';
/** A comparison that a value and a threshold may stand in: those, and `!=`, which is what remains of an unmet `==`. */
export type Relation = Comparison | '!=';

/** Stored configurations carry names of Python's `operator` module, the manual shows signs. */
const SPELLINGS: ReadonlyMap<unknown, Comparison> = new Map<string, Comparison>([
  ...spellings('<', 'lt'),
  ...spellings('<=', 'le'),
  ...spellings('>', 'gt'),
  ...spellings('>=', 'ge'),
  ...spellings('==', 'eq'),
  ['=', '=='],
]);

function spellings(sign: Comparison, name: string): [string, Comparison][] {
  return [sign, name, `__${name}__`].map((spelling) => [spelling, sign]);
}

/** Reads an operator in any of its spellings: `<=`, `le` or `__le__`. */
export function comparison(value: unknown, path: string): Comparison {
  const found = SPELLINGS.get(value);
  if (found !== undefined) return found;
  throw new RefusedError('ecology.operator', { path, expected: 'one of < <= > >= == or lt le gt ge eq', found: value });
}

/** Whether `value sign threshold` is true. */
export function holds(value: number, sign: Comparison, threshold: number): boolean {
  switch (sign) {
    case '<':
      return value < threshold;
    case '<=':
      return value <= threshold;
    case '>':
      return value > threshold;
    case '>=':
      return value >= threshold;
    case '==':
      return value === threshold;
  }
}

/** What holds of two numbers where the comparison does not. */
export const NEGATED: Readonly<Record<Comparison, Relation>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
};
