/** Rows in columns, without lines around them: easy on the eye, and on `cut` and `awk`. */

import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';

const NO_LINES = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
};

/** Numbers stand on the right. Cells may be coloured. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const aligns = head.map((_, column) => (rows.every((row) => isNumber(row[column] ?? '')) ? 'right' : 'left'));
  const table = new Table({
    head: [...head],
    colAligns: aligns as ('left' | 'right')[],
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

const isNumber = (cell: string): boolean => /^[\d,]+\+?$/.test(stripVTControlCharacters(cell));
