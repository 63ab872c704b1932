/** Each panel tells its facts, can be put in order and searched, and leads on to where more is told. */

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { skips } from '../support/aws/skips.js';
import { anEcology, manyLabourers, NOW } from './support/facts.js';
import { aGrid, freeSearch, theDead } from './support/task-facts.js';
import { eventually, fixtureVisits } from './support/fixture-visits.js';
import { goTo, led } from './support/visitor.js';

const names = (page: Page): Promise<string[]> => page.locator('.labourers tbody th').allTextContents();
const cells = (page: Page, row: string): Promise<string[]> =>
  page.getByRole('row', { name: row }).first().locator('th, td').allTextContents();

describe.skipIf(skips('pages'))('the panels', () => {
  const visits = fixtureVisits();

  /** The last question whose path ends so: the live view lets panels ask again at any moment. */
  const lastAsked = (end: string): URLSearchParams | undefined =>
    visits.server.asked.findLast(({ path }) => path.endsWith(end))?.query;

  it('show of every labourer what waits, runs, fails, how it is and why', async () => {
    const { page } = await visits.open('#/');
    expect(await cells(page, 'crawl-pages')).toEqual([
      'crawl-pages',
      'Good',
      '1,840',
      '6 min 52 s',
      '12 / 15 / 20',
      '96.4',
      '0.4',
      '1.2%',
      '0',
      '',
      'Good: database CPU is 46, which is at most 60; 15 of 20 may run.',
    ]);
    expect((await cells(page, 'resize-images'))[2]).toBe('20,000+');
    expect((await cells(page, 'transcribe')).slice(1, 4)).toEqual(['not decided', '0', '–']);
    expect(await page.locator('.figure').first().textContent()).toContain('22,200+');
  });

  it('put first what needs attention, and in the order of any column on request', async () => {
    const { page } = await visits.open('#/');
    expect(await names(page)).toEqual(['geocode', 'mail-digest', 'crawl-pages', 'resize-images', 'transcribe']);
    const concerns = await page.locator('.attention li').allTextContents();
    expect(concerns.slice(0, 2)).toEqual(['geocode is Bad: health holds it back', 'mail-digest is paused, 48 wait']);

    await page.getByRole('button', { name: 'Waiting' }).click();
    expect((await names(page))[0]).toBe('resize-images');
    expect(await page.getByRole('columnheader', { name: 'Waiting' }).getAttribute('aria-sort')).toBe('descending');
    await page.getByRole('button', { name: 'Waiting' }).click();
    expect((await names(page))[0]).toBe('transcribe');
    await page.getByRole('button', { name: 'Done/min' }).click();
    expect((await names(page)).at(-1), 'what is not known comes last').toBe('transcribe');
    await page.getByRole('button', { name: 'Attention first' }).click();
    expect((await names(page))[0]).toBe('geocode');
  });

  it('draw of a thousand labourers only those near the screen, and find each by its name', async () => {
    visits.server.fixture.overview = { ...visits.server.fixture.overview, labourers: manyLabourers(1000) };
    const { page } = await visits.open('#/');
    await page.getByRole('button', { name: 'Labourer', exact: true }).click();
    expect((await names(page))[0]).toBe('labourer-0000');
    expect((await names(page)).length).toBeLessThan(200);
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    await page.getByText('labourer-0999').waitFor();
    await page.getByRole('searchbox').fill('0777');
    expect(await names(page)).toEqual(['labourer-0777']);
    expect(await page.getByRole('heading', { name: 'Labourers' }).textContent()).toBe('Labourers (1 of 1000)');
  });

  it('draw the ecology with the names of its bands, and tell the same in words and as a table', async () => {
    const { page } = await visits.open('#/labourers/crawl-pages');
    const charts = page.locator('.plot');
    expect(await charts.evaluateAll((plots) => plots.map((plot) => plot.getAttribute('aria-label')))).toEqual([
      expect.stringMatching(/^database CPU\. .*High to 40, Good to 60, Moderate to 75, Poor to 90, Bad from 90/),
      expect.stringMatching(/^Coefficient\. .*last 50%, from 25% to 100%/),
      expect.stringMatching(/^Slots\. cap: last 20.*allowed: last 10.*running: last \d+/),
      expect.stringMatching(/^Queue\. waiting: last 1,9\d\d/),
      expect.stringMatching(/^A minute\. done: .*failed: /),
    ]);
    await page.getByText('As a table').click();
    await eventually(() => page.getByRole('columnheader', { name: 'database CPU' }).count()).toBe(1);
    expect(await page.locator('details tbody tr').count()).toBe(40);
  });

  it('know metrics of which more is better', async () => {
    const [metric] = anEcology().metrics;
    if (metric === undefined) throw new Error('there is no metric to change');
    const thresholds = [
      { status: 4, name: 'High', value: 50 },
      { status: 2, name: 'Moderate', value: 20 },
    ];
    visits.server.fixture.ecology = anEcology({ metrics: [{ ...metric, operator: '>=', thresholds }] });
    const { page } = await visits.open('#/labourers/crawl-pages');
    expect(await page.locator('.plot').first().getAttribute('aria-label')).toContain(
      '(High from 50, Moderate to 50, Bad to 20)',
    );
  });

  it('share one cursor among the curves of the ecology', async () => {
    const { page } = await visits.open('#/labourers/crawl-pages');
    const before = await page.locator('.strip-moment').textContent();
    await page
      .locator('.u-over')
      .first()
      .hover({ position: { x: 100, y: 20 } });
    await eventually(() => page.locator('.strip-moment').textContent()).not.toBe(before);
    const shown = await page
      .locator('.u-cursor-x')
      .evaluateAll((lines) => lines.map((line) => line.getAttribute('style')));
    expect(new Set(shown).size).toBe(1);
  });

  it('ask for another stretch of the ecology, ending now', async () => {
    const { page } = await visits.open('#/labourers/crawl-pages');
    visits.server.asked.length = 0;
    await page.getByRole('button', { name: '15 min' }).click();
    await eventually(() => lastAsked('/ecology')?.get('from')).toBe(String(NOW - 900));
  });

  it('are drawn in a browser whose language JavaScript does not know', async () => {
    const before = "Object.defineProperty(navigator, 'language', { value: 'en-US@posix', configurable: true })";
    const { page } = await visits.open('#/labourers/crawl-pages', { before });
    await page.locator('.plot canvas').first().waitFor();
  });

  it('say that nothing was recorded rather than draw an empty curve', async () => {
    visits.server.fixture.ecology = anEcology({ at: [], metrics: [] });
    const { page } = await visits.open('#/labourers/crawl-pages');
    expect(await page.getByText('Nothing was recorded').count()).toBe(1);
  });

  it('show all open tasks of a labourer on the greenfield axis', async () => {
    const { page } = await visits.open('#/labourers/crawl-pages');
    expect(await page.locator('.axis').getAttribute('aria-label')).toBe('1,840 wait, 12 run, 2 expired');
    expect(await page.locator('.mark-queued').count()).toBe(160);
    expect(await page.locator('.mark-invoked').count()).toBe(12);
    expect(await page.locator('.mark-expired').count()).toBe(2);
    const now = await page.locator('.axis-now').getAttribute('x1');
    const ages = await page
      .locator('.mark-invoked')
      .evaluateAll((marks) => marks.map((mark) => mark.getAttribute('cx')));
    expect(ages.every((x) => Number(x) > Number(now))).toBe(true);
  });

  it('say why a labourer does not more, with the decisions that led there', async () => {
    const { page } = await visits.open('#/labourers/crawl-pages');
    expect(await page.locator('.reasons li').first().textContent()).toContain('so 15 of 20 may run');
    await page.getByText('Recorded decisions (2)').click();
    expect(await page.locator('.decisions li').allTextContents()).toEqual([
      expect.stringContaining('Good: database CPU is 46'),
      expect.stringContaining('Moderate: database CPU is 68'),
    ]);
  });

  it('lead from the list of jobs to a job with its progress', async () => {
    const { page } = await visits.open('#/jobs');
    expect((await cells(page, 'crawl-2026-05')).slice(4)).toEqual(['60.1%', '620', '240', '7', '360', '11', '2']);
    await led(page, () => page.getByRole('link', { name: 'crawl-2026-05' }).click());
    expect(await page.locator('h1').textContent()).toBe('Job crawl-2026-05');
    expect(await page.locator('.job-bar .states-bar').getAttribute('aria-label')).toBe(
      'done: 360, dead: 11, cancelled: 2, waits to retry: 7, open: 240',
    );
  });

  it('draw a job as a grid whose cells tell their counts, by pointer and by keyboard', async () => {
    const { page } = await visits.open('#/jobs/crawl-2026-05');
    expect(await page.locator('.grid thead th').allTextContents()).toEqual([
      'de',
      'en',
      'es',
      'fr',
      'it',
      'ja',
      'pt',
      'uk',
    ]);
    expect(await page.locator('.cell').count()).toBe(20 * 8 - 2);
    await page.locator('.cell').first().focus();
    expect(await page.locator('.grid-readout').textContent()).toMatch(/^2026-05-28, de: [a-z ]+: 1$/);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.grid-readout').textContent()).toMatch(/^2026-05-28, en: [a-z ]+: 2, done: 3$/);
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('.grid-readout').textContent()).toMatch(/^2026-05-27, en/);
    expect(await page.locator('.cell[tabindex="0"]').count(), 'one stop of Tab').toBe(1);
    await page.keyboard.press('ArrowLeft');
    await led(page, () => page.keyboard.press('Enter'));
    expect(await page.evaluate('location.hash')).toBe('#/tasks/task-1-0');
  });

  it('draw of a wide grid the last columns first, and the others on request', async () => {
    const columns = Array.from({ length: 400 }, (_, index) => `2026-${index + 100}`);
    const cell = { states: { done: 1 }, task_id: 'some-task' };
    visits.server.fixture.grid = aGrid({ columns, cells: aGrid().rows.map(() => columns.map(() => cell)) });
    const { page } = await visits.open('#/jobs/crawl-2026-05');
    const shown = () => page.locator('.grid thead th').allTextContents();
    expect(await shown()).toEqual(columns.slice(340));
    await page.getByRole('button', { name: 'before' }).click();
    expect(await shown()).toEqual(columns.slice(280, 340));
    expect(await page.getByText('Columns 281 to 340 of 400').count()).toBe(1);
  });

  it('let the reader choose what rows and columns of the grid are', async () => {
    const { page } = await visits.open('#/jobs/crawl-2026-05');
    await page.getByLabel('Rows').selectOption('section');
    await eventually(() => page.evaluate('location.hash')).toBe('#/jobs/crawl-2026-05?rows=section');
    await eventually(() => lastAsked('/grid')?.get('rows')).toBe('section');
    await page.getByText('Rows: section').waitFor();
  });

  it('search tasks, page by page, by what the address says', async () => {
    const { page } = await visits.open('#/tasks?labourer=crawl-pages&order=oldest');
    expect(await page.locator('.tasks tbody tr').count()).toBe(50);
    expect(await page.getByLabel('Order').inputValue()).toBe('oldest');
    const first = visits.server.asked.find(({ path }) => path === '/api/tasks')?.query;
    expect(first?.toString()).toBe('labourer=crawl-pages&order=oldest&limit=50');
    await page.getByRole('button', { name: 'More' }).click();
    await eventually(() => page.locator('.tasks tbody tr').count()).toBe(60);
    expect(await page.getByRole('button', { name: 'More' }).count()).toBe(0);
  });

  it('turn what is typed and chosen into the address and the question', async () => {
    const { page } = await visits.open('#/tasks');
    await page.getByRole('searchbox').fill('news & "more"');
    await led(page, () => page.keyboard.press('Enter'));
    await led(page, () => page.getByLabel('dead', { exact: true }).check());
    await led(page, () => page.getByLabel('Labourer').selectOption('crawl-pages'));
    await eventually(() => page.locator('.tasks tbody tr').count()).toBe(12);
    expect(Object.fromEntries(lastAsked('/api/tasks') ?? [])).toEqual({
      labourer: 'crawl-pages',
      state: 'dead',
      text: 'news & "more"',
      limit: '50',
    });
  });

  it('pass over pages without a hit by themselves, saying how many rows were looked at', async () => {
    visits.server.fixture.emptyPages = 3;
    const { page } = await visits.open('#/tasks');
    await page.getByText('4,000 rows looked at').waitFor();
    expect(await page.locator('.tasks tbody tr').count()).toBe(50);
  });

  it('show a task once that moved meanwhile and is found again on a later page', async () => {
    const tasks = visits.server.fixture.tasks.slice(0, 60);
    visits.server.fixture.tasks = [...tasks.slice(0, 55), ...tasks.slice(0, 3)];
    const { page } = await visits.open('#/tasks');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByText('2,000 rows looked at').waitFor();
    expect(await page.locator('.tasks tbody tr').count()).toBe(55);
  });

  it('tell what a search costs before it begins, where it costs something', async () => {
    visits.server.fixture.cost = freeSearch({ rows: 2_000_000, exact: false, read_units: 250_000, orders: [] });
    const { page } = await visits.open('#/tasks?state=dead');
    expect(await page.locator('.notice').textContent()).toContain(
      'about 2,000,000 rows and costs up to 250,000 read units',
    );
    expect(visits.server.asked.some(({ path }) => path === '/api/tasks')).toBe(false);
    await page.locator('.notice').getByRole('button', { name: 'Search' }).click();
    await eventually(() => page.locator('.tasks tbody tr').count()).toBe(12);
  });

  it('show a task with its life, its reasons, its payload and its results', async () => {
    const { page } = await visits.open('#/tasks/some-task');
    expect(await page.locator('.event').allTextContents()).toEqual([
      expect.stringMatching(/^created 28 May 2026, 19:56:40by scheduler/),
      expect.stringMatching(/^invoked .*\+3 min 20 s.*Log of this attempt/),
      expect.stringMatching(/^failed .*\+30 s/),
      expect.stringMatching(/^dead .*\+1 h 52 min/),
    ]);
    expect(await page.locator('time').first().getAttribute('title')).toBe('2026-05-28 17:56:40 UTC');
    expect(await page.getByRole('heading', { name: 'Why is this task not running?' }).count()).toBe(1);
    expect(await page.locator('.reasons').textContent()).toContain('four attempts failed');
    expect(await page.locator('.panel', { hasText: 'Payload' }).locator('pre').textContent()).toContain(
      '"language": "en"',
    );
    expect(await page.locator('.panel', { hasText: 'Result' }).locator('pre').textContent()).toContain(
      '"stat_duration": 30.2',
    );
  });

  it('group dead letters by their error, each with the way to its tasks', async () => {
    const { page } = await visits.open('#/dead');
    expect((await page.locator('.dead tbody tr').allTextContents())[0]).toMatch(/^QuotaExceeded.*geocode26/);
    const [quota] = await page.getByRole('link', { name: 'tasks', exact: true }).all();
    expect(await quota?.getAttribute('href')).toBe(
      `#/tasks?${new URLSearchParams({ labourer: 'geocode', state: 'dead', error_group: theDead().groups[0]?.error ?? '' })}`,
    );
    visits.server.fixture.dead = theDead({ groups: [], examined: 0 });
    await page.getByLabel('Labourer').selectOption('geocode');
    await page.getByText('No task is dead').waitFor();
    expect(lastAsked('/api/dead')?.get('labourer')).toBe('geocode');
  });

  it('tell the cost, and who did what', async () => {
    const { page } = await visits.open('#/cost');
    expect(await cells(page, 'crawl-pages')).toEqual([
      'crawl-pages',
      '48,211',
      '51,040',
      '291,034',
      '$7.55',
      '$0.3638',
      '',
    ]);
    await goTo(page, '#/operations');
    expect(await cells(page, 'pause')).toEqual([
      expect.any(String),
      'ada (cli)',
      'pause',
      '{"labourer_id":"mail-digest"}',
      'done',
      '–',
      '–',
    ]);
  });
});
