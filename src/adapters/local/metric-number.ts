/** A number as commands and endpoints write it. */

/** No two parts of it can take the same digits: a body of 256 KB of digits would cost minutes otherwise. */
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The number that the text is, blanks around it aside; undefined for a blank text, which says that there is no value now. Everything
 * else is an error: `Number` would take "0x10" and make 0 of a blank. The text is not repeated, since it may hold a secret.
 */
export function metricNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (DECIMAL.test(trimmed) && Number.isFinite(Number(trimmed))) return Number(trimmed);
  throw new Error(`expected one number, found ${trimmed.length} characters that are none`);
}
