import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  GridFacts,
  JobFacts,
  LabourerFacts,
  OverviewFacts,
  TasksFacts,
  WorldFacts,
} from '../../../src/application/views/facts.js';
import { sosw } from '../../entrypoints/cli/run-sosw.js';
import { skips } from '../../support/aws/skips.js';
import { startChromium } from '../../support/chromium.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { expectPicture } from '../support/picture.js';
import { simulateADay } from '../support/simulated-day.js';
import { ask, type ServedDashboard, serveDashboard } from '../support/served.js';
import { walkThrough } from '../support/tour.js';
import { goTo, settled, visit } from '../support/visitor.js';

/** Seconds before the day's end at which the database suffers. */
const DURING_THE_INCIDENT = 8 * 3600;

const readmePicture = (name: string): string =>
  fileURLToPath(new URL(`../../../docs/images/dashboard-${name}.png`, import.meta.url));

describe.skipIf(skips('pages'))('the dashboard of a simulation', { timeout: 180_000 }, () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'day.db');
  let browser: Browser;
  let served: ServedDashboard;
  let simulated: Awaited<ReturnType<typeof simulateADay>>;

  const facts = async <Facts>(path: string): Promise<Facts> => (await ask(served.url, `/api/${path}`)).json<Facts>();
  const overviewAt = async (at: number): Promise<LabourerFacts | undefined> =>
    (await facts<OverviewFacts>(`overview?at=${at}`)).labourers.find(
      ({ labourer_id }) => labourer_id === 'import_prices',
    );

  beforeAll(async () => {
    simulated = await simulateADay(file);
    served = await serveDashboard(['--simulation', 'day.db'], { cwd: folder.path });
    browser = await startChromium();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
    folder.remove();
  });

  it('shows in every panel what the simulation left', async () => {
    const { tasks } = await facts<TasksFacts>('tasks?state=dead&limit=1');
    const { job_id, task_id } = tasks[0] as { job_id: string; task_id: string };
    const { page, complaints, close } = await visit(browser, served.url);
    await walkThrough(page, { url: served.url, labourer: 'import_prices', jobId: job_id, deadTask: task_id });
    expect(complaints).toEqual([]);
    await close();
  });

  it('has at its end what the report of the simulation tells', async () => {
    const world = await facts<WorldFacts>('world');
    expect(world).toMatchObject({
      kind: 'simulation',
      live: false,
      allows_actions: false,
      now: Date.parse(simulated.to) / 1000,
    });
    for (const { labourer_id, done, dead, open } of simulated.labourers) {
      const { labourers } = await facts<OverviewFacts>('overview');
      const shown = labourers.find((one) => one.labourer_id === labourer_id);
      expect(shown).toMatchObject({ labourer_id, done, dead });
      expect((shown?.queued?.count ?? 0) + (shown?.running ?? 0) + (shown?.retrying ?? 0)).toBeGreaterThanOrEqual(open);
    }
  });

  it('goes through its time: the past has only what had happened by then', async () => {
    const { from, to } = (await facts<WorldFacts>('world')).past as { from: number; to: number };
    const instants = [0.25, 0.5, 0.75].map((share) => Math.round(from + (to - from) * share));
    const done: number[] = [];
    for (const at of instants) done.push((await overviewAt(at))?.done ?? -1);
    expect(done).toEqual([...done].sort((one, other) => one - other));
    expect(new Set(done).size).toBe(3);
    const { jobs } = await facts<{ jobs: JobFacts[] }>('jobs?limit=500');
    const job = jobs.find(({ created_at, done: ended }) => created_at < (instants[1] ?? 0) && ended > 0) as JobFacts;
    const grid = (at: number): Promise<GridFacts> => facts(`jobs/${encodeURIComponent(job.job_id)}/grid?at=${at}`);
    const states = ({ cells }: GridFacts): string[] =>
      cells.flat().flatMap((cell) => (cell === null ? [] : Object.keys(cell.states)));
    expect(states(await grid(job.created_at + 1))).not.toContain('done');
    expect(states(await grid(to))).toContain('done');
    const then = await facts<JobFacts>(`jobs/${encodeURIComponent(job.job_id)}?at=${job.created_at + 1}`);
    expect(then).toMatchObject({ open: job.tasks, done: 0, dead: 0 });
    const listed = (await facts<{ jobs: JobFacts[] }>(`jobs?limit=500&at=${job.created_at + 1}`)).jobs;
    expect(listed.every(({ created_at }) => created_at <= job.created_at + 1)).toBe(true);
    expect(listed.find(({ job_id }) => job_id === job.job_id)).toEqual(then);
  });

  it('plays, and shows another instant in every panel', async () => {
    const { page, close } = await visit(browser, served.url);
    const slider = page.getByRole('slider');
    await slider.focus();
    const { from } = (await facts<WorldFacts>('world')).past as { from: number };
    await Promise.all([
      page.waitForResponse((response) => response.url().endsWith(`api/overview?at=${from}`)),
      page.keyboard.press('Home'),
    ]);
    await settled(page);
    const beginning = await page.locator('.figure').first().textContent();
    await page.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => page.locator('.figure').first().textContent(), { timeout: 50_000 }).not.toBe(beginning);
    await page.getByRole('button', { name: 'Pause' }).click();
    await goTo(page, '#/labourers/import_prices');
    await page.locator('.axis').waitFor();
    await close();
  });

  it('looks as the README shows it', async () => {
    const { page, close } = await visit(browser, `${served.url}#/labourers/import_prices`);
    await page.getByRole('button', { name: '1 d' }).click();
    await settled(page);
    await page.mouse.move(0, 0);
    await expect.poll(() => page.locator('.plot:has(canvas)').count()).toBe(5);
    await expectPicture(readmePicture('labourer'), page);
    await close();
    const { to } = (await facts<WorldFacts>('world')).past as { to: number };
    const job = encodeURIComponent('every_two_hours@2026-01-05T14:00:00.000Z');
    const incident = await visit(browser, `${served.url}?at=${to - DURING_THE_INCIDENT}#/jobs/${job}`);
    await expectPicture(readmePicture('job'), incident.page);
    await incident.close();
  });

  it('lets nothing be changed', async () => {
    const refused = await sosw(['dashboard', '--simulation', file, '--allow-actions'], { cwd: folder.path });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    const { page, close } = await visit(browser, `${served.url}#/labourers/import_prices`);
    expect(await page.getByRole('button', { name: /Pause|Set cap/ }).count()).toBe(0);
    await close();
  });

  it('is refused with a reason for a file that holds no simulation', async () => {
    for (const other of [join(folder.path, 'nowhere.db'), join(import.meta.dirname, 'simulation.test.ts')]) {
      const { code, stderr } = await sosw(['dashboard', '--simulation', other], { cwd: folder.path });
      expect({ other, code }).toEqual({ other, code: other.endsWith('.db') ? 3 : 1 });
      expect(stderr).toMatch(/simulation\.file|store\.(foreign|damaged)/);
    }
  });
});
