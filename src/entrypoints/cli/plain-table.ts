/** Rows in columns, without lines around them: easy on the eye, and on `cut` and `awk`. */

import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import { textWidth } from './text-width.js';

const NO_LINES = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
};
const GAP = 2;
/** What a column keeps of itself where there is little room. */
const NARROWEST = 8;

/** Numbers stand on the right. Cells may be coloured. With `columns`, those of the terminal, cells are cut until a line fits: in the last column first. */
export function plainTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number | undefined = undefined,
): string {
  const aligns = head.map((_, column) => (rows.every((row) => isNumber(row[column] ?? '')) ? 'right' : 'left'));
  const table = new Table({
    head: [...head],
    colAligns: aligns as ('left' | 'right')[],
    colWidths: columns === undefined ? [] : fitting(naturalWidths(head, rows), columns),
    chars: NO_LINES,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const isNumber = (cell: string): boolean => /^(–|[\d,.]+\+?( %)?)?$/.test(stripVTControlCharacters(cell));

const naturalWidths = (head: readonly string[], rows: readonly (readonly string[])[]): number[] =>
  head.map((title, column) => Math.max(1, ...[title, ...rows.map((row) => row[column] ?? '')].map(textWidth)));

/** The widths, narrowed until all have room: the last one, which holds what is read and not copied, and then the widest of all. */
function fitting(widths: readonly number[], columns: number): number[] {
  const fitted = [...widths];
  const last = fitted.length - 1;
  const room = columns - GAP * last;
  for (let excess = sum(fitted) - room; excess > 0; excess--) {
    const widest = (fitted[last] ?? 0) > NARROWEST ? last : fitted.indexOf(Math.max(...fitted));
    if ((fitted[widest] ?? 0) <= NARROWEST) break;
    fitted[widest] = (fitted[widest] ?? 0) - 1;
  }
  return fitted;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
