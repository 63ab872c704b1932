import { describe, expect, it } from 'vitest';
import { readPage } from './fenced-blocks.js';

/** `| what | 1,000 bytes | `src/file.ts`: `NAME` |` */
const ROW = /^\| (?<what>.+) \| (?<limit>[\d,]+)[^|]* \| `(?<file>[\w./-]+)`: `(?<name>\w+)` \|$/gm;

/** The first number on a line of the source that gives the name a value. */
function valueIn(source: string, name: string): number | undefined {
  const value = new RegExp(`\\b${name}\\b[^\\n;]*?[:=][^\\n;\\d]*?(?<value>\\d[\\d_]*)`).exec(source)?.groups?.value;
  return value === undefined ? undefined : Number(value.replaceAll('_', ''));
}

describe('the limits in docs/operations.md', () => {
  const rows = [...readPage('docs/operations.md').matchAll(ROW)].map(({ groups }) => groups ?? {});

  it('are those that are listed', () => expect(rows.length).toBeGreaterThanOrEqual(20));

  it.each(rows)('$what: $limit', ({ limit = '', file = '', name = '' }) => {
    expect(valueIn(readPage(file), name)).toBe(Number(limit.replaceAll(',', '')));
  });

  it('are told apart from others: a number is that of its own name', () => {
    const source = 'readonly most: number;\nconst OTHER = 5;\nconst most: Seconds = seconds(1_200);';
    expect(valueIn(source, 'most')).toBe(1200);
    expect(valueIn(source, 'missing')).toBeUndefined();
  });
});
