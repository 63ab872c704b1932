/** What is asked before something is changed, what the server is then sent, and where nothing can be changed at all. */

import { describe, expect, it } from 'vitest';
import { UNHEARD } from '../../src/domain/error-group.js';
import { skips } from '../support/aws/skips.js';
import { aWorld, NOW } from './support/facts.js';
import { anOperation, aPreview, aTask, aTaskLife, freeSearch, theDead } from './support/task-facts.js';
import { eventually, fixtureVisits, forgive } from './support/fixture-visits.js';
import { goTo } from './support/visitor.js';

describe.skipIf(skips('pages'))('actions', () => {
  const visits = fixtureVisits();

  it('pause and resume a labourer only when that was confirmed, with the token of the page', async () => {
    const { page } = await visits.open('#/labourers/crawl-pages');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Not now' }).click();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(visits.server.done).toEqual([]);

    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused crawl-pages.').waitFor();
    expect(visits.server.done).toEqual([
      { path: '/api/actions/pause', body: { labourer: 'crawl-pages' }, csrf: visits.server.token },
    ]);

    await goTo(page, '#/labourers/mail-digest');
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
    await page.getByText('Resumed mail-digest.').waitFor();
    expect(visits.server.done.at(-1)).toMatchObject({ path: '/api/actions/resume', body: { labourer: 'mail-digest' } });
  });

  it('set a cap, or give it back to the configuration', async () => {
    const { page } = await visits.open('#/labourers/mail-digest');
    await page.getByRole('button', { name: 'Set cap' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Cap').fill('');
    expect(await dialog.getByRole('button', { name: 'Set cap' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Cap').fill('3');
    await dialog.getByRole('button', { name: 'Set cap' }).click();
    await page.getByText('The cap of mail-digest is 3.').waitFor();

    await page.getByRole('button', { name: 'Set cap' }).click();
    await dialog.getByLabel('as the configuration has it (5)').check();
    await dialog.getByRole('button', { name: 'Set cap' }).click();
    await page.getByText('The cap of mail-digest is 5.').waitFor();
    expect(visits.server.done.map(({ body }) => body)).toEqual([
      { labourer: 'mail-digest', cap: 3 },
      { labourer: 'mail-digest', cap: null },
    ]);
  });

  it('redrive by filter: first how many, then the confirmation, then how far it is', async () => {
    visits.server.fixture.preview = aPreview({ matched: 26 });
    const { page } = await visits.open('#/dead');
    await page.getByRole('row', { name: 'QuotaExceeded' }).getByRole('button', { name: 'Redrive' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Redrive: 26 tasks?' }).waitFor();
    expect(await dialog.getByRole('listitem').count()).toBe(3);
    const [group] = theDead().groups;
    const filter = { labourer: ['geocode'], state: ['dead'], error_group: group?.error };
    expect(visits.server.done).toEqual([
      { path: '/api/actions/preview', body: { action: 'redrive', filter }, csrf: visits.server.token },
    ]);

    await dialog.getByRole('button', { name: 'Redrive 26 tasks' }).click();
    await dialog.getByText('goes on').waitFor();
    expect(visits.server.done.at(-1)).toMatchObject({ path: '/api/actions/redrive', body: { filter, matched: 26 } });
    visits.server.push('operation', anOperation({ state: 'going', changed: 10, skipped: 0 }));
    await dialog.getByText('10 of 26 changed').waitFor();
    expect(await dialog.getByRole('progressbar').getAttribute('value')).toBe('10');
    visits.server.push('operation', anOperation({ state: 'done', changed: 24, skipped: 2 }));
    await dialog.getByText('24 of 26 changed, 2 left as they were').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(await page.getByRole('complementary', { name: 'Operations' }).textContent()).toContain('24 of 26');
    await page.getByRole('button', { name: 'Put away' }).click();
    expect(await page.getByRole('complementary').count()).toBe(0);
  });

  it('redrive the group without an error, and all dead tasks as those of the labourers that have some', async () => {
    const { page } = await visits.open('#/dead');
    const { groups } = theDead();
    await page.getByRole('row', { name: UNHEARD }).getByRole('button', { name: 'Redrive' }).click();
    await page.getByRole('dialog').getByRole('heading', { name: '37 tasks' }).waitFor();
    await page.getByRole('button', { name: 'Not now' }).click();
    await page.getByRole('button', { name: 'Redrive all' }).click();
    await page.getByRole('dialog').getByRole('heading', { name: '37 tasks' }).waitFor();
    const unheard = groups.find(({ error }) => error === UNHEARD)?.labourer_id;
    expect(visits.server.done.map(({ body }) => body.filter)).toEqual([
      { labourer: [unheard], state: ['dead'], error_group: UNHEARD },
      { labourer: [...new Set(groups.map(({ labourer_id }) => labourer_id))], state: ['dead'] },
    ]);
  });

  it('count nothing that costs something before the reader has seen the price', async () => {
    visits.server.fixture.cost = freeSearch({ rows: 2_000_000, exact: false, read_units: 250_000, orders: [] });
    const { page } = await visits.open('#/tasks?labourer=geocode');
    await page.getByRole('button', { name: 'Search' }).last().click();
    await page.getByRole('button', { name: 'Redrive' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('costs up to 250,000 read units').waitFor();
    const asked = visits.server.asked.findLast(({ path }) => path === '/api/tasks/cost');
    expect(asked?.query.getAll('state')).toEqual(['dead', 'cancelled']);
    expect(visits.server.done).toEqual([]);
    await dialog.getByRole('button', { name: 'Count' }).click();
    await dialog.getByRole('heading', { name: '37 tasks' }).waitFor();
  });

  it('go on with an operation that ended early, or of which nothing was heard for a minute', async () => {
    const operation = (id: string, state: string, at: number) => anOperation({ operation_id: id, state, at });
    visits.server.fixture.operations = [
      operation('stopped', 'stopped', NOW - 5),
      operation('failed', 'failed', NOW - 5),
      operation('left', 'going', NOW - 61),
      operation('going', 'going', NOW - 5),
      operation('done', 'done', NOW - 5),
    ];
    const { page } = await visits.open('#/operations');
    const buttons = page.getByRole('button', { name: 'Go on' });
    await eventually(() => buttons.count()).toBe(3);
    for (const button of await buttons.all()) await button.click();
    await eventually(() => visits.server.done.map(({ path }) => path)).toEqual(
      ['stopped', 'failed', 'left'].map((id) => `/api/actions/continue/${id}`),
    );
  });

  it('leave a long operation going, in sight on every page', async () => {
    const { page } = await visits.open('#/dead');
    await page.getByRole('button', { name: 'Redrive all' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Redrive 37 tasks' }).click();
    await page.getByRole('button', { name: 'Leave it going' }).click();
    await goTo(page, '#/cost');
    visits.server.push('operation', anOperation({ state: 'going', changed: 5 }));
    await page.getByRole('complementary', { name: 'Operations' }).getByText('5 of 26').waitFor();
  });

  it('do nothing where the filter means no task', async () => {
    visits.server.fixture.preview = aPreview({ matched: 0, sample: [] });
    const { page } = await visits.open('#/tasks?state=retrying');
    await page.getByRole('button', { name: 'Retry now' }).click();
    await page.getByText('No task is in a state for this').waitFor();
    expect(await page.getByRole('dialog').getByRole('button', { name: 'Retry now' }).isDisabled()).toBe(true);
  });

  it('act on the tasks that were chosen, and on nothing without choice or filter', async () => {
    const { page } = await visits.open('#/tasks');
    expect(await page.getByRole('button', { name: 'Cancel tasks' }).count()).toBe(0);
    await page.getByLabel('Choose task-001').check();
    await page.getByLabel('Choose task-006').check();
    await page.getByRole('button', { name: 'Cancel tasks' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel tasks 2 tasks' }).click();
    await page.getByRole('dialog').getByText('goes on').waitFor();
    expect(visits.server.done).toEqual([
      { path: '/api/actions/cancel', body: { task_ids: ['task-001', 'task-006'] }, csrf: visits.server.token },
    ]);
  });

  it('are offered for tasks that they can change', async () => {
    const { page } = await visits.open('#/tasks?state=dead');
    const offered = page.getByRole('button', { name: /^(Retry now|Redrive|Cancel tasks)$/ });
    expect(await offered.allTextContents()).toEqual(['Redrive']);
    await goTo(page, '#/tasks');
    await page.getByLabel('Choose task-004').check();
    expect(await offered.allTextContents()).toEqual(['Retry now', 'Cancel tasks']);
    await goTo(page, '#/tasks?state=expired');
    expect(await offered.allTextContents()).toEqual(['Cancel tasks']);
  });

  it('act on all that the filter means', async () => {
    const { page } = await visits.open('#/tasks?labourer=crawl-pages&state=dead&attempts_from=2');
    await page.getByRole('button', { name: 'Redrive' }).click();
    await page.getByRole('dialog').getByRole('heading', { name: '37 tasks' }).waitFor();
    expect(visits.server.done[0]?.body).toEqual({
      action: 'redrive',
      filter: { labourer: ['crawl-pages'], state: ['dead'], attempts_from: 2 },
    });
  });

  it('cancel a job: its open tasks', async () => {
    const { page } = await visits.open('#/jobs/crawl-2026-05');
    await page.getByRole('button', { name: 'Cancel job' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel tasks 37 tasks' }).click();
    await page.getByRole('dialog').getByText('goes on').waitFor();
    expect(visits.server.done.at(-1)?.body).toEqual({ filter: { job: 'crawl-2026-05' }, matched: 37 });
  });

  it.each([
    ['queued', ['Cancel task']],
    ['invoked', ['Cancel task']],
    ['retrying', ['Retry now', 'Cancel task']],
    ['dead', ['Redrive']],
    ['cancelled', ['Redrive']],
    ['done', []],
  ])('of a task that is %s are %j', async (state, labels) => {
    visits.server.fixture.life = aTaskLife({ task: aTask({ state }) });
    const { page } = await visits.open('#/tasks/some-task');
    expect(await page.locator('.page-actions button').allTextContents()).toEqual(labels);
  });

  it('say why the server refused, and stay', async () => {
    visits.server.fixture.begun = undefined;
    const visit = await visits.open('#/tasks/some-task');
    await visit.page.getByRole('button', { name: 'Redrive' }).click();
    const dialog = visit.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Redrive 1 task' }).click();
    expect(await dialog.getByRole('alert').textContent()).toContain('it was refused: task.changed');
    await forgive(visit, /409/);
  });

  it.each(['#/labourers/crawl-pages', '#/jobs/crawl-2026-05', '#/tasks?state=dead', '#/tasks/some-task', '#/dead'])(
    'are not shown at %s where they are not allowed, nor over the past',
    async (hash) => {
      const labels = /^(Pause|Resume|Set cap|Cancel|Redrive|Retry now)/;
      const past = await visits.open(`?at=${NOW - 600}${hash}`);
      expect(await past.page.getByRole('button', { name: labels }).count()).toBe(0);
      visits.server.fixture.world = aWorld({ allows_actions: false });
      const { page } = await visits.open(hash);
      expect(await page.getByText('read-only').count()).toBe(1);
      expect(await page.getByRole('button', { name: labels }).count()).toBe(0);
      expect(await page.getByRole('checkbox', { name: /^Choose/ }).count()).toBe(0);
    },
  );
});
