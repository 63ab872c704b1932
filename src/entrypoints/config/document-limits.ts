/** What is looked at in a YAML or JSON file beside the reader's own rules, at a cost that grows with its text and no faster. */

import { type CST, type Document, isCollection, isScalar, type LineCounter, Parser, visit } from 'yaml';
import { NESTING_MAX } from './document-size.js';

/**
 * The place of the first map or list that is nested deeper than `NESTING_MAX`; undefined where there is none. Fills `lines`. It must be asked before
 * anything is composed: a full call stack can end the whole process, for whoever compiles a regular expression there.
 */
export function nestedTooDeep(text: string, lines: LineCounter): number | undefined {
  const open: { readonly token: CST.Token | null | undefined; readonly level: number }[] = [];
  for (const token of new Parser(lines.addNewLine).parse(text)) open.push({ token, level: 0 });
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token } = next;
    if (!token) continue;
    if (token.type === 'document') open.push({ token: token.value, level: next.level });
    if (!('items' in token)) continue;
    const level = next.level + 1;
    if (level > NESTING_MAX) return token.offset;
    for (const { key, value } of token.items) open.push({ token: key, level }, { token: value, level });
  }
  return undefined;
}

/**
 * Keys that stand twice in one map, all but the first of each; and keys that are maps or lists, which have no JSON: the reader would write each as
 * text, those within one another at a cost of minutes.
 */
export function unfitKeys(document: Document.Parsed): { readonly at: number; readonly message: string }[] {
  const unfit: { at: number; message: string }[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (isCollection(key)) unfit.push({ at: key.range?.[0] ?? 0, message: 'Map keys must be texts' });
        if (!isScalar(key) || key.value === '<<' || typeof key.value === 'symbol') continue;
        if (seen.has(key.value)) unfit.push({ at: key.range?.[0] ?? 0, message: 'Map keys must be unique' });
        seen.add(key.value);
      }
    },
  });
  return unfit;
}
