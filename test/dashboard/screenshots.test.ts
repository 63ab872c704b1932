/**
 * The page looks as it did: renderings of facts made by hand are compared with the pictures in `screenshots/`. `SOSW_UPDATE=1` makes the pictures
 * anew; what differs is left in `screenshots/differences/`.
 */

import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { skips } from '../support/aws/skips.js';
import { aWorld } from './support/facts.js';
import { fixtureVisits } from './support/fixture-visits.js';
import { expectPicture } from './support/picture.js';
import type { Screen, Theme } from './support/visitor.js';

const picture = (name: string): string => fileURLToPath(new URL(`screenshots/${name}.png`, import.meta.url));

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
    await expectPicture(picture(name), page);
  });
});
