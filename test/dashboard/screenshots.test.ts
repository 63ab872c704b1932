/**
 * The page looks as it did: renderings of facts made by hand are compared with the pictures in `screenshots/`. `SOSW_UPDATE=1` makes the pictures
 * anew; what differs is left in `screenshots/differences/`.
 */

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { skips } from '../support/aws/skips.js';
import { aWorld } from './support/facts.js';
import { fixtureVisits } from './support/fixture-visits.js';
import type { Screen, Theme } from './support/visitor.js';

const FOLDER = fileURLToPath(new URL('screenshots/', import.meta.url));
const DIFFERENCES = join(FOLDER, 'differences');

/** Of all pixels: edges of letters may differ by a shade. */
const SHARE_MAX = 0.002;

const PICTURES: readonly {
  readonly name: string;
  readonly hash: string;
  readonly screen: Screen;
  readonly theme: Theme;
}[] = [
  { name: 'overview', hash: '#/', screen: 'desk', theme: 'light' },
  { name: 'overview-dark', hash: '#/', screen: 'desk', theme: 'dark' },
  { name: 'overview-phone', hash: '#/', screen: 'phone', theme: 'light' },
  { name: 'labourer', hash: '#/labourers/crawl-pages', screen: 'desk', theme: 'light' },
  { name: 'labourer-dark', hash: '#/labourers/crawl-pages', screen: 'desk', theme: 'dark' },
  { name: 'labourer-phone', hash: '#/labourers/crawl-pages', screen: 'phone', theme: 'dark' },
  { name: 'jobs', hash: '#/jobs', screen: 'desk', theme: 'light' },
  { name: 'job', hash: '#/jobs/crawl-2026-05', screen: 'desk', theme: 'light' },
  { name: 'job-phone', hash: '#/jobs/crawl-2026-05', screen: 'phone', theme: 'light' },
  { name: 'tasks', hash: '#/tasks?state=dead', screen: 'desk', theme: 'light' },
  { name: 'task', hash: '#/tasks/0198f2c1-7a52-7c31-9a3f-2b6f0e1d4c55', screen: 'desk', theme: 'dark' },
  { name: 'dead', hash: '#/dead', screen: 'desk', theme: 'light' },
  { name: 'cost', hash: '#/cost', screen: 'desk', theme: 'light' },
  { name: 'operations', hash: '#/operations', screen: 'desk', theme: 'dark' },
];

describe.skipIf(skips('pages'))('the page looks as it did', () => {
  const visits = fixtureVisits();

  it.each(PICTURES)('$name', async ({ name, hash, screen, theme }) => {
    // What a simulation tells does not change while the picture is taken.
    visits.server.fixture.world = aWorld({ kind: 'simulation', name: 'a-week.yaml', live: false });
    const { page } = await visits.open(hash, { screen, theme });
    await page.mouse.move(0, 0);
    compare(name, await page.screenshot({ fullPage: true, animations: 'disabled' }));
  });
});

function compare(name: string, picture: Buffer): void {
  const file = join(FOLDER, `${name}.png`);
  const difference = join(DIFFERENCES, `${name}.png`);
  rmSync(difference, { force: true });
  if (process.env.SOSW_UPDATE === '1') writeFileSync(file, picture);
  if (!existsSync(file)) throw new Error(`there is no picture ${file} yet: SOSW_UPDATE=1 makes it`);
  const [before, now] = [PNG.sync.read(readFileSync(file)), PNG.sync.read(picture)];
  expect({ width: now.width, height: now.height }).toEqual({ width: before.width, height: before.height });
  const marked = new PNG({ width: now.width, height: now.height });
  const pixels = pixelmatch(before.data, now.data, marked.data, now.width, now.height, { threshold: 0.2 });
  const share = pixels / (now.width * now.height);
  if (share > SHARE_MAX) {
    mkdirSync(DIFFERENCES, { recursive: true });
    writeFileSync(difference, PNG.sync.write(marked));
  }
  expect(share, `see ${difference}`).toBeLessThanOrEqual(SHARE_MAX);
}
