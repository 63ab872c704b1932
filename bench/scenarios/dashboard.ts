/** The dashboard over a million tasks: the first paint, filters and searches, the live view, and the weight of the page. */

import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OverviewFacts, TasksFacts } from '../../src/application/views/facts.js';
import { startChromium } from '../../test/support/chromium.js';
import { asked, dashboardProcess, liveShare } from '../support/dashboard-process.js';
import { type OperatedData, operatedData } from '../support/operated-data.js';
import { expectEqual, type Scenario } from '../support/scenario.js';

const PAGE = new URL('../../dist/entrypoints/dashboard/page/', import.meta.url);
const FILES = ['index.html', 'app.js', 'app.css'];

/** Questions that an operator asks; each answer is a page, or the beginning of one. */
const QUESTIONS = {
  'dead tasks of all labourers': '/api/tasks?state=dead&limit=50',
  'dead tasks of one labourer': '/api/tasks?state=dead&labourer=worker_0010&limit=50',
  'closed in an hour': '/api/tasks?closed_from=1700003600&closed_before=1700007200&limit=50',
  'by attempts': '/api/tasks?attempts_from=3&limit=50',
  'a text that many hold': '/api/tasks?text=alpha&limit=50',
  'a text that one holds': '/api/tasks?text=%22000777%22&limit=50',
  'a text that none holds': '/api/tasks?text=nowhere&limit=50',
};

export const dashboard: Scenario = async ({ directory, rounds, size }) => {
  const data = operatedData(directory, { tasks: size(1_000_000, 20_000), labourers: 20, deadEvery: 10 });
  const many = operatedData(directory, { tasks: size(1_000_000, 20_000) + 1, labourers: 1000, deadEvery: 10 });
  try {
    const tasks = data.tasks.toLocaleString('en');
    const server = await dashboardProcess(data.folder);
    const paints: number[] = [];
    const answers: number[] = [];
    const whole: number[] = [];
    const shares: number[] = [];
    for (let round = 0; round < rounds; round++) {
      paints.push(await firstPaint(server.url, data));
      answers.push(Math.max(...(await slowest(server.url))));
      whole.push(await searchAll(server.url, QUESTIONS['a text that none holds']));
      shares.push(100 * (await liveShare(server, size(20, 3))));
    }
    await server.stop();
    const overviews = await overviewsOf(many, rounds);
    return [
      { what: `dashboard: first paint with ${tasks} tasks`, unit: 'ms', samples: paints, reach: { atMost: 1000 } },
      { what: '– slowest answer to a filter or a search', unit: 'ms', samples: answers, reach: { atMost: 200 } },
      { what: '– a text that none holds, looked for to the end', unit: 'ms', samples: whole },
      { what: '– live view, of one processor', unit: '%', samples: shares, reach: { atMost: 5 } },
      { what: '– its page, compressed', unit: 'KiB', samples: [weight()], reach: { atMost: 200 } },
      { what: '– overview of 1,000 labourers', unit: 'ms', samples: overviews, reach: { atMost: 1000 } },
      { what: '– opening a file of the version before', unit: 'ms', samples: [data.openedMs] },
    ];
  } finally {
    data.remove();
    many.remove();
  }
};

/** From an empty browser to a table of labourers that can be read. */
async function firstPaint(url: string, { labourers: [first] }: OperatedData): Promise<number> {
  const browser = await startChromium();
  try {
    const page = await browser.newPage();
    await page.goto('about:blank');
    const startMs = performance.now();
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator('table', { hasText: first ?? '' }).waitFor();
    return performance.now() - startMs;
  } finally {
    await browser.close();
  }
}

async function slowest(url: string): Promise<number[]> {
  const times: number[] = [];
  for (const path of Object.values(QUESTIONS)) {
    const { ms, facts } = await asked<TasksFacts>(url, path);
    if (facts.tasks.length === 0 && facts.next === null && !path.includes('nowhere'))
      throw new Error(`${path} found nothing`);
    times.push(ms);
  }
  return times;
}

/** All pages of a search, one after the other, as the page asks for them. */
async function searchAll(url: string, path: string): Promise<number> {
  const startMs = performance.now();
  let next: string | null = '';
  while (next !== null) {
    const after: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`;
    const { facts }: { facts: TasksFacts } = await asked<TasksFacts>(url, path + after);
    expectEqual(facts.tasks.length, 0, 'tasks that hold the text');
    ({ next } = facts);
  }
  return performance.now() - startMs;
}

async function overviewsOf({ folder, labourers }: OperatedData, rounds: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const server = await dashboardProcess(folder);
    const { ms, facts } = await asked<OverviewFacts>(server.url, '/api/overview');
    expectEqual(facts.labourers.length, labourers.length, 'labourers in the overview');
    times.push(ms);
    await server.stop();
    await sleep(100);
  }
  return times;
}

const weight = (): number =>
  FILES.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, PAGE))).length, 0) / 1024;
