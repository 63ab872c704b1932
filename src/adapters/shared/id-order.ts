/** The order of tasks' ids in every store. */

/**
 * By code points, as SQLite and DynamoDB sort by UTF-8's bytes. JavaScript's own `<` compares halves of surrogate pairs, and so
 * has U+1F600 before U+FF5E.
 */
export function isIdBefore(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const [unit, otherUnit] = [one.charCodeAt(index), other.charCodeAt(index)];
    if (unit !== otherUnit) return rankOf(unit) < rankOf(otherUnit);
  }
  return one.length < other.length;
}

/** Surrogates stand for the highest code points of all. */
function rankOf(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
