import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type {
  EcologyFacts,
  JobFacts,
  LabourerFacts,
  OperationFacts,
  OverviewFacts,
  TasksFacts,
} from '../../../src/application/views/facts.js';
import { type RunningSosw, sosw, startSosw } from '../../entrypoints/cli/run-sosw.js';
import { jobOf, workspaceFiles } from '../../entrypoints/cli/workspace.js';
import { lastingFolderWith } from '../../entrypoints/config/config-files.js';
import { skips } from '../../support/aws/skips.js';
import { startChromium } from '../../support/chromium.js';
import { ask } from '../support/served.js';
import { walkThrough } from '../support/tour.js';
import { goTo, type Visit, visit } from '../support/visitor.js';

const folder = lastingFolderWith(
  workspaceFiles({ job: jobOf('a', 'b', 'c', 'fail-d', 'fail-e'), config: 'task_events: true\n' }),
);

/** Within a tick or two, which take their time on a busy machine. */
const SOON = { timeout: 50_000 };

describe.skipIf(skips('pages'))('the dashboard of sosw dev', { timeout: 240_000 }, () => {
  let browser: Browser;
  let dev: RunningSosw;
  let url: string;
  let jobId: string;
  let visited: Visit;

  const facts = async <Facts>(path: string): Promise<Facts> => (await ask(url, `/api/${path}`)).json<Facts>();
  const command = async <Facts>(...args: string[]): Promise<Facts> =>
    JSON.parse((await sosw([...args, '--json'], { cwd: folder })).stdout) as Facts;
  const deadTasks = async (): Promise<TasksFacts['tasks']> => (await facts<TasksFacts>('tasks?state=dead')).tasks;
  const ofShout = async (): Promise<LabourerFacts | undefined> =>
    (await facts<OverviewFacts>('overview')).labourers.find(({ labourer_id }) => labourer_id === 'shout');

  /** Nothing of it waits or runs: what is counted from now on is what a test lets happen. */
  const idle = (): Promise<void> =>
    expect.poll(ofShout, SOON).toMatchObject({ queued: { count: 0 }, running: 0, retrying: 0 });

  beforeAll(async () => {
    const scheduled = await command<{ job_id: string }>('schedule', 'job.json');
    jobId = scheduled.job_id;
    dev = startSosw(['dev', '--port', '0', '--allow-actions'], { cwd: folder });
    url = /dashboard: (\S+)/.exec(await dev.told('It may change things'))?.[1] ?? '';
    const worked = async (): Promise<void> =>
      expect(await facts<JobFacts>(`jobs/${jobId}`)).toMatchObject({ done: 3, dead: 2 });
    await vi.waitFor(worked, { timeout: 90_000, interval: 200 });
    browser = await startChromium();
    visited = await visit(browser, url);
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    dev?.kill('SIGTERM');
    await dev?.ended;
  });

  it('shows in every panel what there is', async () => {
    const [dead] = await deadTasks();
    await walkThrough(visited.page, { url, labourer: 'shout', jobId, deadTask: dead?.task_id ?? '' });
    expect(visited.complaints).toEqual([]);
  });

  it('tells the same as the commands', async () => {
    const told = await command<{ labourers: LabourerFacts[] }>('labourers', 'list');
    const shown = await facts<OverviewFacts>('overview');
    const lasting = ({ labourer_id, cap, queued, done, dead }: LabourerFacts) => ({
      labourer_id,
      cap,
      queued,
      done,
      dead,
    });
    const byName = (one: LabourerFacts, other: LabourerFacts): number =>
      one.labourer_id.localeCompare(other.labourer_id);
    expect([...told.labourers].sort(byName).map(lasting)).toEqual([...shown.labourers].sort(byName).map(lasting));
    const [task] = await deadTasks();
    const { task: byCommand } = await command<{ task: unknown }>('tasks', 'show', task?.task_id ?? '');
    expect(byCommand).toEqual(task);
    expect(await command('jobs', 'show', jobId)).toMatchObject(await facts<JobFacts>(`jobs/${jobId}`));
  });

  it('redrives a dead task that was looked at, and it dies again for the same reason', async () => {
    const [before] = await deadTasks();
    const id = before?.task_id ?? '';
    const { page } = visited;
    await goTo(page, `#/tasks/${id}`);
    await page.getByRole('button', { name: 'Redrive' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Redrive/ })
      .click();
    await expect.poll(async () => (await deadTasks()).find(({ task_id }) => task_id === id)?.redrives, SOON).toBe(1);
    const operation = async (): Promise<OperationFacts | undefined> =>
      (await facts<{ operations: OperationFacts[] }>('operations')).operations[0];
    await expect.poll(operation, SOON).toMatchObject({ action: 'redrive', state: 'done', changed: 1 });
    expect((await operation())?.by).toMatch(/ \(dashboard\)$/);
  });

  it('pauses a labourer, whose tasks then wait and say why, and resumes it', async () => {
    const { page } = visited;
    await goTo(page, '#/labourers/shout');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await expect.poll(async () => (await ofShout())?.paused, SOON).toBe(true);

    await command('schedule', 'job.json', '--again');
    await expect.poll(async () => (await ofShout())?.queued?.count, SOON).toBe(5);
    const { tasks } = await facts<TasksFacts>('tasks?state=queued');
    await goTo(page, `#/tasks/${tasks[0]?.task_id}`);
    await page
      .getByText(/paused/i)
      .first()
      .waitFor();

    await goTo(page, '#/labourers/shout');
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
    await expect.poll(async () => (await ofShout())?.queued?.count, SOON).toBe(0);
  });

  it('sets a cap that counts from the next decision on, and gives it back', async () => {
    const { page } = visited;
    await goTo(page, '#/labourers/shout');
    await page.getByRole('button', { name: 'Set cap' }).click();
    await page.getByRole('dialog').getByLabel('Cap').fill('1');
    await page.getByRole('dialog').getByRole('button', { name: 'Set cap' }).click();
    await expect.poll(async () => (await ofShout())?.cap, SOON).toBe(1);
    expect(await ofShout()).toMatchObject({ operator_cap: 1, configured_cap: 2, allowance: 1 });
    await sosw(['labourers', 'cap', 'shout', '--reset'], { cwd: folder });
    await expect.poll(async () => (await ofShout())?.cap, SOON).toBe(2);
  });

  it('follows what happens without being asked, and not while nobody sees it', async () => {
    const { page } = visited;
    await goTo(page, '#/');
    await idle();
    const { done, dead } = (await ofShout()) as { done: number; dead: number };
    await command('schedule', 'job.json', '--again');
    await expect.poll(ofShout, SOON).toMatchObject({ done: done + 3, dead: dead + 2 });
    const row = page.getByRole('row', { name: 'shout' }).first();
    await expect.poll(async () => row.textContent(), SOON).toContain(String(dead + 2));
  });

  it('brings all dead tasks of a filter back by the command, after saying how many', async () => {
    await idle();
    const dead = (await deadTasks()).length;
    const dry = await sosw(['dead', 'redrive', '--labourer', 'shout', '--dry-run'], { cwd: folder });
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.stdout).toContain(String(dead));
    const before = new Map((await deadTasks()).map(({ task_id, redrives }) => [task_id, redrives]));
    expect(await sosw(['dead', 'redrive', '--labourer', 'shout', '--yes'], { cwd: folder })).toMatchObject({ code: 0 });
    const redriven = async () => new Map((await deadTasks()).map(({ task_id, redrives }) => [task_id, redrives - 1]));
    await expect.poll(redriven, SOON).toEqual(before);
  });

  it('draws what was recorded while the tasks were worked', async () => {
    const { page } = visited;
    const recorded = async (): Promise<number> => (await facts<EcologyFacts>('labourers/shout/ecology')).at.length;
    await expect.poll(recorded, SOON).toBeGreaterThan(1);
    await goTo(page, '#/');
    await goTo(page, '#/labourers/shout');
    await page.locator('.plot').first().waitFor();
  });
});
