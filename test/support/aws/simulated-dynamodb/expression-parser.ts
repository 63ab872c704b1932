/** Conditions as trees. What the parser does not know it refuses: nothing is ever taken to be true. */

import { Tokens } from './expression-tokens.js';
import { notSimulated } from './service-errors.js';

/** An attribute's name, or its placeholder, and what is inside it. */
export type Path = readonly [top: string, ...inner: (string | number)[]];

export type Operand = { readonly is: 'path'; readonly path: Path } | { readonly is: 'value'; readonly name: string };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { readonly is: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'compare'; readonly by: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly is: 'between'; readonly of: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly is: 'in'; readonly of: Operand; readonly list: readonly Operand[] }
  | { readonly is: 'exists'; readonly path: Path; readonly there: boolean }
  | { readonly is: 'begins' | 'contains'; readonly of: Operand; readonly with: Operand };

const COMPARATORS: ReadonlySet<string> = new Set<Comparator>(['=', '<>', '<', '<=', '>', '>=']);
const isComparator = (word: string): word is Comparator => COMPARATORS.has(word);

/** Throws ValidationException. */
export function parsedCondition(text: string): Condition {
  const tokens = new Tokens(text);
  const condition = anyOf(tokens);
  tokens.end();
  return condition;
}

function anyOf(tokens: Tokens): Condition {
  const of = [allOf(tokens)];
  while (tokens.skip('OR')) of.push(allOf(tokens));
  return of.length === 1 ? (of[0] as Condition) : { is: 'or', of };
}

function allOf(tokens: Tokens): Condition {
  const of = [negated(tokens)];
  while (tokens.skip('AND')) of.push(negated(tokens));
  return of.length === 1 ? (of[0] as Condition) : { is: 'and', of };
}

function negated(tokens: Tokens): Condition {
  if (tokens.skip('NOT')) return { is: 'not', of: negated(tokens) };
  if (!tokens.skip('(')) return single(tokens);
  const inner = anyOf(tokens);
  tokens.expect(')');
  return inner;
}

function single(tokens: Tokens): Condition {
  const first = tokens.take();
  if (tokens.skip('(')) {
    const condition = called(first, tokens);
    tokens.expect(')');
    return condition;
  }
  const left = operandFrom(first, tokens);
  if (tokens.skip('BETWEEN')) {
    const low = operand(tokens);
    tokens.expect('AND');
    return { is: 'between', of: left, low, high: operand(tokens) };
  }
  if (tokens.skip('IN')) return { is: 'in', of: left, list: operands(tokens) };
  const by = tokens.take();
  if (!isComparator(by)) throw tokens.error('a comparison');
  return { is: 'compare', by, left, right: operand(tokens) };
}

function called(name: string, tokens: Tokens): Condition {
  switch (name) {
    case 'attribute_exists':
    case 'attribute_not_exists':
      return { is: 'exists', path: path(tokens.take(), tokens), there: name === 'attribute_exists' };
    case 'begins_with':
    case 'contains': {
      const of = operand(tokens);
      tokens.expect(',');
      return { is: name === 'contains' ? 'contains' : 'begins', of, with: operand(tokens) };
    }
    default:
      throw notSimulated(`the function ${name}`);
  }
}

function operands(tokens: Tokens): Operand[] {
  tokens.expect('(');
  const list = [operand(tokens)];
  while (tokens.skip(',')) list.push(operand(tokens));
  tokens.expect(')');
  return list;
}

const operand = (tokens: Tokens): Operand => operandFrom(tokens.take(), tokens);

export function operandFrom(first: string, tokens: Tokens): Operand {
  return first.startsWith(':') ? { is: 'value', name: first } : { is: 'path', path: path(first, tokens) };
}

const NAME = /^#?\w[\w-]*$/;

/** Of an attribute, and of what is in it. */
export function path(first: string, tokens: Tokens): Path {
  if (!NAME.test(first) || /^\d/.test(first)) throw tokens.error('a name');
  const inner: (string | number)[] = [];
  for (;;) {
    if (tokens.skip('.')) inner.push(tokens.take());
    else if (tokens.skip('[')) {
      inner.push(Number(tokens.take()));
      tokens.expect(']');
    } else return [first, ...inner];
  }
}
