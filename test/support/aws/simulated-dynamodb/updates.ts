/** Update expressions: SET and REMOVE of whole attributes, all of which see the item as it was. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import { type Operand, operandFrom, type Path, path } from './expression-parser.js';
import { Tokens } from './expression-tokens.js';
import { found, nameOf, type Placeholders, read } from './placeholders.js';
import { invalid, notSimulated } from './service-errors.js';

type Source =
  | { readonly is: 'operand'; readonly of: Operand }
  | { readonly is: 'if-absent'; readonly path: Path; readonly other: Source }
  | { readonly is: 'append'; readonly first: Source; readonly second: Source };

interface Update {
  readonly sets: readonly (readonly [name: string, source: Source])[];
  readonly removes: readonly string[];
}

const parsed = new Map<string, Update>();

function updateOf(text: string): Update {
  let update = parsed.get(text);
  if (update === undefined) {
    update = parsedUpdate(text);
    parsed.set(text, update);
  }
  return update;
}

function parsedUpdate(text: string): Update {
  const tokens = new Tokens(text);
  const sets: [string, Source][] = [];
  const removes: string[] = [];
  while (tokens.peek() !== '') {
    if (tokens.skip('SET')) {
      do {
        const name = attribute(tokens);
        tokens.expect('=');
        sets.push([name, source(tokens)]);
      } while (tokens.skip(','));
    } else if (tokens.skip('REMOVE')) {
      do removes.push(attribute(tokens));
      while (tokens.skip(','));
    } else throw notSimulated(`the update ${text}`);
  }
  return { sets, removes };
}

function attribute(tokens: Tokens): string {
  const [name, ...inner] = path(tokens.take(), tokens);
  if (inner.length > 0) throw notSimulated(`an update inside the attribute ${name}`);
  return name;
}

function source(tokens: Tokens): Source {
  const first = tokens.take();
  if (!tokens.skip('(')) return { is: 'operand', of: operandFrom(first, tokens) };
  const called = calledSource(first, tokens);
  tokens.expect(')');
  return called;
}

function calledSource(name: string, tokens: Tokens): Source {
  switch (name) {
    case 'if_not_exists': {
      const of = path(tokens.take(), tokens);
      tokens.expect(',');
      return { is: 'if-absent', path: of, other: source(tokens) };
    }
    case 'list_append': {
      const first = source(tokens);
      tokens.expect(',');
      return { is: 'append', first, second: source(tokens) };
    }
    default:
      throw notSimulated(`the function ${name}`);
  }
}

export interface Updated {
  readonly after: Item;
  /** Attributes that were set or removed. */
  readonly names: readonly string[];
}

/** Throws ValidationException for an update of a key, or of one attribute twice: whatever the item is. */
export function refuseUpdate(text: string, keys: readonly string[], placeholders: Placeholders): void {
  const { sets, removes } = updateOf(text);
  const seen = new Set<string>();
  for (const mark of [...sets.map(([name]) => name), ...removes]) {
    const name = nameOf(mark, placeholders);
    if (keys.includes(name)) throw invalid(`Cannot update attribute ${name}. This attribute is part of the key`);
    if (seen.has(name)) throw invalid(`Two document paths overlap with each other: ${name}`);
    seen.add(name);
  }
}

export interface Updated {
  readonly after: Item;
  /** Attributes that were set or removed. */
  readonly names: readonly string[];
}

/** The item with its changes. Throws ValidationException where they need what it has not. */
export function updated(text: string, before: Item, placeholders: Placeholders): Updated {
  const { sets, removes } = updateOf(text);
  const after = { ...before };
  const names: string[] = [];
  for (const [mark, from] of sets) {
    const name = nameOf(mark, placeholders);
    after[name] = valueFrom(from, before, placeholders);
    names.push(name);
  }
  for (const mark of removes) {
    const name = nameOf(mark, placeholders);
    delete after[name];
    names.push(name);
  }
  return { after, names };
}

function valueFrom(source: Source, before: Item, placeholders: Placeholders): AttributeValue {
  switch (source.is) {
    case 'operand': {
      const value = read(source.of, before, placeholders);
      if (value === undefined) throw invalid('The expression refers to an attribute that does not exist in the item');
      return value;
    }
    case 'if-absent': {
      const other = valueFrom(source.other, before, placeholders);
      return found(source.path, before, placeholders) ?? other;
    }
    case 'append': {
      const [first, second] = [source.first, source.second].map((part) => valueFrom(part, before, placeholders).L);
      if (first === undefined || second === undefined) throw invalid('list_append takes two lists');
      return { L: [...first, ...second] };
    }
  }
}
