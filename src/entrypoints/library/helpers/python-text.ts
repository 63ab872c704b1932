/** Values as the text that Python's `str` makes of them, so that `str` in an event means the same to workers of both languages. */

import { elementsOf, isPlainMap, refuseTooDeep, wrongKind } from './values.js';

/**
 * A text stays as it is; other values of JSON become `None`, `True`, `1.5`, `[1, 'a']`, `{'a': None}`.
 * Refuses with `helper.kind` what JSON has not, with `helper.nesting` what is nested too deep.
 */
export function pythonText(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  refuseTooDeep(value, path);
  return sourceOf(value, path);
}

function sourceOf(value: unknown, path: string): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return quoted(value);
  if (isPlainMap(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${quoted(key)}: ${sourceOf(item, path)}`);
    return `{${entries.join(', ')}}`;
  }
  const elements = elementsOf(value);
  if (elements === undefined) throw wrongKind(path, 'a value that JSON can hold', value);
  return `[${elements.map((item) => sourceOf(item, path)).join(', ')}]`;
}

/** Python writes a power of ten below 0.0001 and from 1e16 on, with at least two digits; JavaScript below 1e-6 and from 1e21 on. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const [digits = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (value === 0 || (exponent >= -4 && exponent < 16)) return String(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** In double quotes only where that spares an escape; whatever can't be printed is escaped. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\\'"]|[\p{C}\p{Z}]/gu, (character) => {
    if (character === quote || character === '\\') return `\\${character}`;
    return character === ' ' || character === "'" || character === '"' ? character : escapeOf(character);
  });
  return quote + escaped + quote;
}

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  const [letter, width] = code.length <= 2 ? ['x', 2] : code.length <= 4 ? ['u', 4] : ['U', 8];
  return NAMED[character] ?? `\\${letter}${code.padStart(Number(width), '0')}`;
}
