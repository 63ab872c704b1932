/**
 * Writes the tables of docs/configuration.md from the configuration's schema: `npm run docs:config`. A table stands between
 * `<!-- keys: PATH -->` and `<!-- end -->`; `*` is any name, and `without PATH` leaves out what the other map has as well. On a phone the
 * site shows a row of such a table as a card.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type * as z from 'zod/mini';
import { CONFIG_SCHEMA } from '../src/entrypoints/config/schema.js';
import { settingNotes } from '../src/entrypoints/config/setting.js';
import { entryOf, shapeOf, unwrapped } from '../src/entrypoints/config/unknown-keys.js';
import { exampleOf } from './config-example.js';

export const PAGE = new URL('../docs/configuration.md', import.meta.url);

const BLOCK = /<!-- keys: (?<path>\S+)(?: without (?<other>\S+))? -->\n[\s\S]*?<!-- end -->/g;

/** The page with its tables as the schema has them now. */
export function withTables(page: string): string {
  const ownTables = new Set([...page.matchAll(BLOCK)].map(({ groups }) => groups?.path ?? ''));
  return page.replaceAll(BLOCK, (block, path: string, other?: string) => {
    const left = new Set(other === undefined ? [] : Object.keys(shapeAt(other)));
    const rows = rowsOf(path, '', ownTables).filter(({ key }) => !left.has(key.split('.')[0] ?? ''));
    const [opening] = block.split('\n', 1);
    return [opening, '<div class="keys">', '', ...tableOf(rows), '', '</div>', '<!-- end -->'].join('\n');
  });
}

/** Aligned as the formatter of the repository aligns it. */
function tableOf(rows: readonly Row[]): string[] {
  const cells = rows.map(({ key, expected, fallback, example, meaning }) => [
    `\`${key}\``,
    expected,
    fallback,
    `\`${example}\``,
    meaning,
  ]);
  const head = ['key', 'expected', 'default', 'example', 'meaning'];
  const widths = head.map((_, column) => Math.max(...[head, ...cells].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)];
}

interface Row {
  readonly key: string;
  readonly expected: string;
  readonly fallback: string;
  readonly example: string;
  readonly meaning: string;
}

/** The keys of a map and of the maps inside it, but for those that have a table of their own. */
function rowsOf(path: string, prefix: string, ownTables: ReadonlySet<string>): Row[] {
  return Object.entries(shapeAt(path)).flatMap(([key, schema]) => {
    const note = settingNotes.get(schema);
    if (note === undefined) throw new Error(`${path}.${key} has no note in the schema`);
    const { inner, step } = insideOf(schema);
    const keyPath = path === '.' ? key : `${path}.${key}`;
    const innerPath = step === '' ? keyPath : `${keyPath}.${step}`;
    const known = Object.keys(shapeOf(inner) ?? {}).length > 0;
    const row = { ...note, key: prefix + key, example: exampleOf(keyPath, { short: known }) };
    if (!known || ownTables.has(innerPath)) return [row];
    return [row, ...rowsOf(innerPath, prefix + key + (step === '*' ? '.<name>.' : '.'), ownTables)];
  });
}

function insideOf(schema: z.ZodMiniType): { inner: z.ZodMiniType; step: '' | '*' } {
  const bare = unwrapped(schema);
  const entry = entryOf(bare);
  return entry === undefined ? { inner: bare, step: '' } : { inner: unwrapped(entry), step: '*' };
}

function shapeAt(path: string): Readonly<Record<string, z.ZodMiniType>> {
  let schema: z.ZodMiniType = CONFIG_SCHEMA;
  for (const step of path.split('.').filter(Boolean)) {
    const bare = unwrapped(schema);
    const next = step === '*' ? entryOf(bare) : shapeOf(bare)?.[step];
    if (next === undefined) throw new Error(`the schema has no ${path}`);
    schema = next;
  }
  return shapeOf(unwrapped(schema)) ?? {};
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8')));
}
