import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GridFacts } from '../../../src/application/views/facts.js';
import { gridText } from '../../../src/entrypoints/cli/grid-text.js';
import { plainTable } from '../../../src/entrypoints/cli/plain-table.js';
import { openTerminal } from '../../../src/entrypoints/cli/terminal.js';
import { onOneLine, textWidth } from '../../../src/entrypoints/cli/text-width.js';
import { inTime } from '../../../src/entrypoints/cli/wording.js';

const NARROWEST = 8;

describe('a table', () => {
  it('fits the terminal, unless it has more columns than there is room for, and is whole where there is none', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'b', 'ö', '漢', '3', ' '), maxLength: 80 });
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 20, max: 120 }), (given, columns) => {
        const head = ['one', 'two', 'three'];
        const widest = Math.max(columns, head.length * (NARROWEST + 2) - 2);
        for (const line of plainTable(head, given, columns).split('\n'))
          expect(textWidth(line)).toBeLessThanOrEqual(widest);
        const whole = plainTable(head, given);
        for (const [first] of given) expect(whole).toContain(first.trimEnd());
      }),
    );
  });

  it('cuts the last column first, so that ids can be copied, and then the widest', () => {
    const id = '0123456789abcdef0123456789abcdef';
    const row = (columns: number) => plainTable(['id', 'about'], [[id, 'word word word']], columns).split('\n')[1];
    expect(row(43)).toBe(`${id}  word wor…`);
    expect(row(42)).toBe(`${id}  word wo…`);
    expect(row(30)).toBe('0123456789abcdef012…  word wo…');
  });

  it('has numbers on the right', () => {
    expect(plainTable(['n'], [['1'], ['1,000']])).toBe('    n\n    1\n1,000');
  });
});

it('a text from outside tells the terminal nothing', () => {
  expect(onOneLine('a\u001b[31mb\r\nc\u202e')).toBe('a [31mb c ');
});

it.each([
  [0, '0 s'],
  [59.4, '59 s'],
  [60, '1 min'],
  [200, '3 min 20 s'],
  [7500, '2 h 5 min'],
  [90_000, '1 d 1 h'],
])('%d seconds are %s', (seconds, told) => {
  expect(inTime(seconds)).toBe(told);
});

describe('a grid', () => {
  const cell = (states: Readonly<Record<string, number>>) => ({ states, task_id: '1' });
  const grid: GridFacts = {
    job_id: 'nightly',
    at: 0,
    row_name: 'date',
    column_name: 'word',
    dimensions: ['date', 'word'],
    rows: ['2026-03-08', '2026-03-09'],
    columns: ['car', 'bicycle', 'x'],
    cells: [
      [cell({ done: 2, dead: 1 }), cell({ done: 1 }), null],
      [cell({ queued: 1 }), cell({ invoked: 1 }), cell({ cancelled: 1 })],
    ],
    tasks: 7,
    left_out: 0,
    source: 'rows',
  };
  const terminal = { ...openTerminal({ color: false }), columns: undefined };

  it('has a letter a cell, the most urgent of its states, below names that are read downwards', () => {
    expect(gridText(grid, terminal).split('\n')).toEqual([
      'nightly: 7 tasks, date down, word across',
      '',
      '              b',
      '              i',
      '              c',
      '              y',
      '            c c',
      '            a l',
      '            r e x',
      '2026-03-08  x .',
      '2026-03-09  q r -',
      '',
      'x dead 1   r running 1   q queued 1   - cancelled 1   . done 3',
    ]);
  });

  it('leaves out the columns that do not fit, and says so', () => {
    const text = gridText(grid, { ...terminal, columns: 16 });
    expect(text).toContain('2026-03-09  q r\n');
    expect(text).toContain('1 more columns do not fit here');
  });
});
