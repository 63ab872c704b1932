/** A walk through every panel of a dashboard, whatever world is behind it: what is shown is what the server answers. */

import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type {
  AxisFacts,
  CostFacts,
  DeadFacts,
  EcologyFacts,
  ExplanationFacts,
  GridFacts,
  OverviewFacts,
  TaskLifeFacts,
} from '../../../src/application/views/facts.js';
import { ask } from './served.js';
import { goTo } from './visitor.js';

/** What there is to be seen. */
export interface Sights {
  readonly url: string;
  readonly labourer: string;
  readonly jobId: string;
  /** A task that has ended as dead. */
  readonly deadTask: string;
}

const inNumbers = (value: number): string => value.toLocaleString('en');

/** How long ago something was grows between two questions. */
const withoutAges = (text: string): string => text.replace(/(?:\b\d+ (?:s|min|h|d)\b ?)+/g, '');

/** Nothing may change while the walk lasts. */
export async function walkThrough(page: Page, { url, labourer, jobId, deadTask }: Sights): Promise<void> {
  const facts = async <Facts>(path: string): Promise<Facts> => (await ask(url, `/api/${path}`)).json<Facts>();
  const name = encodeURIComponent(labourer);

  await goTo(page, '#/');
  const overview = await facts<OverviewFacts>('overview');
  const shown = await page.locator('.labourers tbody th').allTextContents();
  expect([...shown].sort()).toEqual(overview.labourers.map(({ labourer_id }) => labourer_id).sort());

  await goTo(page, `#/labourers/${name}`);
  const axis = await facts<AxisFacts>(`labourers/${name}/axis`);
  expect(await page.locator('.axis').getAttribute('aria-label')).toContain(`${inNumbers(axis.queued.count.count)}`);
  const { at } = await facts<EcologyFacts>(`labourers/${name}/ecology`);
  if (at.length > 1) expect(await page.locator('.plot').count()).toBeGreaterThan(0);
  const { reasons } = await facts<ExplanationFacts>(`labourers/${name}/explanation`);
  const shownReason = (await page.locator('.reasons li').first().textContent()) ?? '';
  expect(withoutAges(shownReason)).toContain(withoutAges(reasons[0]?.text ?? 'a reason'));

  await goTo(page, '#/jobs');
  await page.getByRole('link', { name: jobId, exact: true }).waitFor();
  await goTo(page, `#/jobs/${encodeURIComponent(jobId)}`);
  const grid = await facts<GridFacts>(`jobs/${encodeURIComponent(jobId)}/grid`);
  expect(grid.tasks).toBeGreaterThan(0);
  expect(await page.locator('.cell').count()).toBe(grid.cells.flat().filter((cell) => cell !== null).length);

  await goTo(page, `#/tasks?text=${deadTask}`);
  const search = page.locator('.notice').getByRole('button', { name: 'Search' });
  if (await search.isVisible()) await search.click();
  await page.getByRole('link', { name: deadTask }).waitFor();

  await goTo(page, `#/tasks/${deadTask}`);
  const { task, explanation } = await facts<TaskLifeFacts>(`tasks/${deadTask}`);
  expect(task.state).toBe('dead');
  expect(await page.locator('.reasons').textContent()).toContain(explanation[0]?.text);
  expect(await page.locator('.event').count()).toBeGreaterThanOrEqual(2);

  await goTo(page, '#/dead');
  const dead = await facts<DeadFacts>('dead');
  expect(dead.groups.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(0);
  expect(await page.locator('.dead tbody tr').count()).toBe(dead.groups.length);

  await goTo(page, '#/cost');
  const { labourers } = await facts<CostFacts>('cost');
  const paid = labourers.find(({ labourer_id }) => labourer_id === labourer);
  expect(await page.getByRole('row', { name: labourer }).first().textContent()).toContain(inNumbers(paid?.tasks ?? -1));

  await goTo(page, '#/operations');
}
