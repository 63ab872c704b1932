/** The page stays light, and holds nothing that its own policy would forbid. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PAGE_BYTES_MAX, pageWeight } from '../../scripts/dashboard-page.js';
import { builtPage } from './support/built-page.js';

let folder: Awaited<ReturnType<typeof builtPage>>;
beforeAll(async () => {
  folder = await builtPage();
});
afterAll(() => folder?.remove());

it('weighs at most 200 KiB compressed, all files together', async () => {
  expect(PAGE_BYTES_MAX).toBe(200 * 1024);
  const bytes = await pageWeight(folder.path);
  expect(bytes).toBeGreaterThan(10 * 1024);
  expect(bytes).toBeLessThanOrEqual(PAGE_BYTES_MAX);
});

it('has no script or style within the page, and asks for nothing from elsewhere', () => {
  const html = readFileSync(join(folder.path, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<style|style=|\son[a-z]+=|<script(?![^>]*src=)/);
  expect([...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)).toEqual([
    'data:,',
    'app.css',
    'app.js',
  ]);
  expect(readFileSync(join(folder.path, 'app.css'), 'utf8')).not.toMatch(/url\(|@import/);
});

it('turns no text into markup or code', () => {
  const script = readFileSync(join(folder.path, 'app.js'), 'utf8');
  expect(script).not.toMatch(/\beval\(|new Function\(|document\.write|insertAdjacentHTML/);
});
