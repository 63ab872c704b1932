/** A curve in one line of text. */

const BARS = '▁▂▃▄▅▆▇█';
/** Where nothing is. */
const NOTHING = ' ';

/** The `most` or the least value of each of `width` stretches, against the highest of all; nothing where that is zero. */
export function sparkline(values: readonly number[], width: number, most: boolean): string {
  const columns = Math.min(width, values.length);
  const highest = values.reduce((best, value) => Math.max(best, value), 0);
  let line = '';
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.floor(((column + 1) * values.length) / columns);
    const value = values.slice(from, to).reduce((best, one) => (most === one > best ? one : best));
    line += value <= 0 ? NOTHING : (BARS[Math.ceil((value / highest) * BARS.length) - 1] ?? NOTHING);
  }
  return line;
}
