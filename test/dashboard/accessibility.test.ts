/** Everybody can use the page: axe finds nothing in both themes on desk and phone, and every way can be gone by keyboard. */

import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { skips } from '../support/aws/skips.js';
import { anOperation } from './support/task-facts.js';
import { eventually, fixtureVisits } from './support/fixture-visits.js';
import { goTo, SCREENS, type Screen, type Theme } from './support/visitor.js';

const ROUTES = [
  '#/',
  '#/labourers/crawl-pages',
  '#/jobs',
  '#/jobs/crawl-2026-05',
  '#/tasks?state=dead&attempts_from=1',
  '#/tasks/some-task',
  '#/dead',
  '#/cost',
  '#/operations',
  '#/nowhere',
];

/** What axe finds, which the browser has put into the page past the policy that the page's own scripts obey; as `rule: what of the page`. */
async function violations(page: Page): Promise<readonly string[]> {
  const found: string = await page.evaluate(`axe.run().then(({ violations }) => JSON.stringify(
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ': ' + target.join(' ') + ' ' + failureSummary))))`);
  return JSON.parse(found);
}

const focused = (page: Page): Promise<string> =>
  page.evaluate(
    "(document.activeElement.textContent || document.activeElement.getAttribute('aria-label') || '').trim()",
  );

describe.skipIf(skips('pages'))('the page', () => {
  const visits = fixtureVisits();
  const looks = (Object.keys(SCREENS) as Screen[]).flatMap((screen) =>
    (['light', 'dark'] as const).map((theme): { screen: Screen; theme: Theme } => ({ screen, theme })),
  );

  it.each(looks)(
    'has nothing that axe complains of on a $screen in $theme, and is no wider than it',
    async (look) => {
      const { page } = await visits.open('#/', { ...look, before: axe.source });
      for (const route of ROUTES) {
        await goTo(page, route);
        await page.locator('details').evaluateAll((all) => {
          for (const each of all) each.setAttribute('open', '');
        });
        await eventually(async () => ({ route, found: await violations(page) })).toEqual({ route, found: [] });
        const tooWide = () => page.evaluate('document.documentElement.scrollWidth - innerWidth');
        await eventually(async () => ({ route, tooWide: await tooWide() })).toEqual({ route, tooWide: 0 });
      }
    },
    300_000,
  );

  it.each(['light', 'dark'] as const)(
    'has dialogues and a tray of which axe does not complain either, in %s',
    async (theme) => {
      const { page } = await visits.open('#/labourers/crawl-pages', { theme, before: axe.source });
      visits.server.push('operation', anOperation({ state: 'going', changed: 3 }));
      await page.getByRole('complementary').waitFor();
      for (const name of ['Pause', 'Set cap', 'Show the keys']) {
        await page.getByRole('button', { name }).click();
        await page.getByRole('dialog').waitFor();
        expect({ name, found: await violations(page) }).toEqual({ name, found: [] });
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
    },
    180_000,
  );

  it('gives the focus back to the button that opened a dialogue', async () => {
    const { page } = await visits.open('#/labourers/crawl-pages');
    await page.getByRole('button', { name: 'Set cap' }).press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Set cap');
  });

  it('is gone through by its keys', async () => {
    const { page } = await visits.open('#/');
    for (const [keys, title] of [
      ['gj', 'Jobs'],
      ['gt', 'Tasks'],
      ['gd', 'Dead letters'],
      ['gp', 'Operations'],
      ['gc', 'Cost'],
      ['go', 'Overview'],
    ] as const) {
      // A machine that takes longer than the page waits for the second key presses both once more.
      await eventually(async () => {
        for (const key of keys) await page.keyboard.press(key);
        return page.getByRole('heading', { level: 1 }).textContent();
      }).toBe(title);
    }
    await page.keyboard.press('/');
    expect(await page.locator('input[type=search]').evaluate((input) => input.matches(':focus'))).toBe(true);
    await page.keyboard.type('gj?');
    expect(await page.getByRole('heading', { level: 1 }).textContent(), 'what is typed goes nowhere').toBe('Overview');
    await page.keyboard.press('Tab');
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('these keys').waitFor();
  });

  it('begins with a way past the navigation, and gives the content the focus on a new page', async () => {
    const { page } = await visits.open('#/');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.getByRole('link', { name: 'Jobs' }).click();
    await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor();
    await eventually(() => page.evaluate('document.activeElement.id')).toBe('main');
    await eventually(() => page.title()).toBe('Jobs · sosw');
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await eventually(() => page.evaluate('document.activeElement.id')).toBe('main');
  });

  it('is dark or light as the system is, until the reader chooses, and keeps the choice', async () => {
    const { page } = await visits.open('#/', { theme: 'dark' });
    const background = (): Promise<unknown> =>
      page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const dark = await background();
    await page.getByRole('button', { name: 'Use the light theme' }).click();
    const light = await background();
    expect(light).not.toBe(dark);
    await page.reload();
    await page.getByRole('button', { name: 'Use the dark theme' }).waitFor();
    expect(await background()).toBe(light);
  });
});
