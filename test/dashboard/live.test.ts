/** The page follows what goes on, stops while nobody looks, says when it can't, and tells of the past on request. */

import { describe, expect, it } from 'vitest';
import { skips } from '../support/aws/skips.js';
import { aLabourer, anOverview, aWorld, NOW } from './support/facts.js';
import { eventually, fixtureVisits, forgive } from './support/fixture-visits.js';

/** A browser without a window is never hidden by itself. */
const HIDEABLE = `
  let isHidden = false;
  Object.defineProperty(document, 'hidden', { get: () => isHidden });
  addEventListener('hide', () => { isHidden = true; document.dispatchEvent(new Event('visibilitychange')); });
  addEventListener('show', () => { isHidden = false; document.dispatchEvent(new Event('visibilitychange')); });
`;

describe.skipIf(skips('pages'))('the live view', () => {
  const visits = fixtureVisits();

  it('shows what the server pushes, and lets the panels ask again', async () => {
    const { page } = await visits.open('#/labourers/crawl-pages');
    await page.getByText('live', { exact: true }).waitFor();
    visits.server.asked.length = 0;
    const labourers = [aLabourer({ running: 13, queued: { count: 1822, exact: true } })];
    await eventually(async () => {
      visits.server.push('overview', anOverview({ at: NOW + 5, labourers }));
      return visits.server.asked.some(({ path }) => path.endsWith('/axis'));
    }).toBe(true);
    await eventually(() => page.locator('.figure').first().textContent()).toContain('1,822');
  });

  it('is closed while the page is hidden, and opened when it is seen again', async () => {
    const { page } = await visits.open('#/', { before: HIDEABLE });
    await eventually(() => visits.server.liveCount()).toBe(1);
    await page.evaluate("dispatchEvent(new Event('hide'))");
    await eventually(() => visits.server.liveCount()).toBe(0);
    await eventually(() => page.getByRole('status', { name: 'Connection' }).textContent()).toBe('paused while hidden');
    await page.evaluate("dispatchEvent(new Event('show'))");
    await eventually(() => visits.server.liveCount()).toBe(1);
    await page.getByText('live', { exact: true }).waitFor();
  });

  it('says when the connection is lost, and comes back by itself', async () => {
    const visit = await visits.open('#/');
    const state = visit.page.getByRole('status', { name: 'Connection' });
    await visit.page.getByText('live', { exact: true }).waitFor();
    visits.server.dropLive();
    await state.getByText('connection lost').waitFor();
    visits.server.takeLive();
    await state.getByText('live', { exact: true }).waitFor();
    await forgive(visit, /ERR_|net::/);
  });

  it('is left for an instant of the past, which every panel then asks for', async () => {
    const { page } = await visits.open('#/labourers/crawl-pages');
    visits.server.asked.length = 0;
    await page.getByLabel('Exact moment').fill('2026-05-28T20:00:00');
    const at = String(Date.UTC(2026, 4, 28, 18, 0, 0) / 1000);
    await eventually(() => visits.server.liveCount()).toBe(0);
    await eventually(() =>
      visits.server.asked
        .filter(({ query }) => query.get('at') === at)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['/api/labourers/crawl-pages/axis', '/api/labourers/crawl-pages/explanation', '/api/overview']);
    expect(await page.evaluate('location.search')).toBe(`?at=${at}`);
    await page.getByRole('button', { name: 'Now' }).click();
    await eventually(() => visits.server.liveCount()).toBe(1);
    expect(await page.evaluate('location.search')).toBe('');
  });

  it('is left by the dead letters, too: those of that instant are asked for', async () => {
    await visits.open('?at=1779990000#/dead');
    await eventually(() => visits.server.asked.find(({ path }) => path === '/api/dead')?.query.get('at')).toBe(
      '1779990000',
    );
  });

  it('follows the slider to the instant that it is drawn to', async () => {
    const { page } = await visits.open('#/');
    await page.getByRole('slider', { name: 'Moment' }).focus();
    await page.keyboard.press('Home');
    await eventually(() => visits.server.asked.at(-1)?.query.get('at')).toBe(String(NOW - 86_400));
    await eventually(() => page.getByRole('status', { name: 'Connection' }).textContent()).toBe('the past');
  });

  it('plays a simulation, as fast as is wished', async () => {
    visits.server.fixture.world = aWorld({ kind: 'simulation', live: false, allows_actions: false });
    const { page } = await visits.open(`?at=${NOW - 86_400}#/`);
    expect(visits.server.liveCount(), 'what is over is not live').toBe(0);
    await page.getByLabel('Speed').selectOption('12 h a second');
    await page.getByRole('button', { name: 'Play' }).click();
    await eventually(() => page.getByRole('button', { name: 'Play' }).count()).toBe(1);
    const moments = () =>
      visits.server.asked.filter(({ path }) => path === '/api/overview').map(({ query }) => query.get('at'));
    await eventually(() => moments().at(-1)).toBe(String(NOW));
    expect(moments()[0]).toBe(String(NOW - 86_400));
    expect(moments()).toContain(String(NOW - 86_400 + 21_600));
  });

  it('has no slider where nothing was recorded', async () => {
    visits.server.fixture.world = aWorld({ past: null });
    const { page } = await visits.open('#/');
    expect(await page.getByRole('slider').count()).toBe(0);
  });
});
