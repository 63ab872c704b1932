/** The page of a report, made of results that were made by hand; its script is the compiled one, which `npm test` builds first. */

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { labourerId } from '../../../../src/domain/ids.js';
import { reportPage } from '../../../../src/entrypoints/simulation/report/page.js';
import { readPageAssets } from '../../../../src/entrypoints/simulation/report/page-assets.js';
import type { Run, Runs } from '../../../../src/entrypoints/simulation/report/run.js';
import { skips } from '../../../support/aws/skips.js';
import { startChromium } from '../../../support/chromium.js';
import { openReader, type PageReader, SCREENS, type Screen } from '../../../support/docs/page-reader.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import { aLabourerResult, aResult, aTimeline } from './a-result.js';

// A browser takes a second to start and to show a page on an idle machine.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const ASSETS = readPageAssets(new URL('../../../../dist/entrypoints/simulation/report/', import.meta.url));

/** Would run a script, load a picture, and end the element of the data, if it were not told apart from markup. */
const HOSTILE =
  '</script><script>globalThis.broken = 1</script><img src="https://example.com/x" onerror="broken=1">\'"&<!--';

const one: Run = { name: 'sosw.yaml', result: aResult() };
const other: Run = { name: 'other.yaml', result: aResult({ labourers: [aLabourerResult({ cap: 20, dead: 0 })] }) };
const hostile: Run = {
  name: HOSTILE,
  result: aResult({
    warnings: [HOSTILE],
    labourers: [
      aLabourerResult({
        labourerId: labourerId(HOSTILE),
        timeline: { ...aTimeline(10), metrics: { [HOSTILE]: aTimeline(10).at.map(() => 1) } },
      }),
    ],
  }),
};

const page = (...runs: Runs): string =>
  reportPage({ title: 'Simulation of sosw.yaml', command: 'sosw simulate' }, runs, ASSETS);

describe('the page of a report', () => {
  it('forbids itself to ask for anything, and runs only the scripts that it came with', () => {
    const html = page(one);
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^ ]+ 'sha256-[^ ]+; style-src 'sha256-/);
    expect(policy).not.toContain('unsafe');
    const scripts = [...html.matchAll(/<script(?: type="module")?>(.*?)<\/script>/gs)].map(([, code]) => code ?? '');
    expect(scripts).toHaveLength(2);
    for (const code of scripts) {
      expect(policy).toContain(`'sha256-${createHash('sha256').update(code).digest('base64')}'`);
    }
    expect(html.replaceAll(/<script.*?<\/script>/gs, '')).not.toMatch(/\b(?:src|href)=/);
  });

  it('has every figure of every labourer in its tables', () => {
    const html = page(one, other);
    expect(html).toContain(
      '<th scope="row" title="tasks that no attempt could do">Tasks: dead</th><td class="bad">1</td><td>0</td><td>−100 %</td>',
    );
    expect(html).toContain('<caption>Curves of web, other.yaml</caption>');
  });

  it('shows names as they are, whatever they hold', () => {
    const html = page(hostile);
    expect(html).not.toContain('<script>globalThis');
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=&quot;https://example.com/x&quot;');
    const data = /<script type="application\/json" id="charts">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    expect(JSON.parse(data)).toHaveLength(6);
  });

  it('is not made of code that would end its own element', () => {
    const assets = { ...ASSETS, pageScript: 'const end = "</script>";' };
    expect(() => reportPage({ title: '', command: '' }, [one], assets)).toThrow('would end its own element');
  });
});

describe.skipIf(skips('pages'))('the page of a report in a browser', () => {
  const folder = temporaryFolder();
  const file = (name: string): string => join(folder.path, name);
  let reader: PageReader;
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(file('one.html'), page(one));
    writeFileSync(file('two.html'), page(one, other));
    writeFileSync(file('hostile.html'), page(hostile));
    reader = await openReader(folder.path);
    browser = await startChromium();
  });

  afterAll(async () => {
    await reader?.close();
    await browser?.close();
    folder.remove();
  });

  const screens = Object.keys(SCREENS) as Screen[];
  const visits = screens.flatMap((screen) =>
    ['one.html', 'two.html', 'hostile.html'].map((path) => ({ path, screen })),
  );

  it.each(visits)(
    '$path is readable on a $screen, without an error and without a request',
    async ({ path, screen }) => {
      const { headings, ...found } = await reader.read(path, screen);
      expect(headings).toHaveLength(1);
      expect(found).toEqual({
        scrollsSideways: 0,
        wide: [],
        smallTexts: [],
        picturesWithoutWords: [],
        picturesNotDrawn: [],
        complaints: [],
        badRequests: [],
      });
    },
  );

  async function opened<Found>(name: string, look: (page: Page) => Promise<Found>, scheme: 'light' | 'dark' = 'light') {
    const context = await browser.newContext({ colorScheme: scheme });
    context.setDefaultTimeout(120_000);
    const opened = await context.newPage();
    await opened.goto(pathToFileURL(file(name)).href);
    const found = await look(opened);
    await context.close();
    return found;
  }

  /** Of each plot how many of its pixels are drawn upon. */
  const INK = `[...document.querySelectorAll('[data-chart] canvas')].map((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, index) => index % 4 === 3 && value > 0).length;
  })`;

  it.each(['light', 'dark'] as const)('draws every plot, %s', async (scheme) => {
    const ink = await opened('two.html', (page) => page.evaluate<number[]>(INK), scheme);
    expect(ink).toHaveLength(6);
    for (const pixels of ink) expect(pixels).toBeGreaterThan(1000);
  });

  it('shows the bands of health in the colours of their statuses', async () => {
    const colours = await opened('one.html', (page) =>
      page.evaluate<string[]>(`(() => {
        const canvas = document.querySelectorAll('[data-chart] canvas')[2];
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const seen = new Map();
        for (let i = 0; i < data.length; i += 4) {
          if (data[i + 3] < 255) continue;
          const colour = '#' + [0, 1, 2].map((n) => data[i + n].toString(16).padStart(2, '0')).join('');
          seen.set(colour, (seen.get(colour) ?? 0) + 1);
        }
        return [...seen].filter(([, count]) => count > 100).map(([colour]) => colour);
      })()`),
    );
    expect(colours).toEqual(expect.arrayContaining(['#b91c1c', '#eab308', '#22c55e']));
    expect(colours).not.toContain('#84cc16');
  });

  it('runs nothing that a name holds', async () => {
    expect(await opened('hostile.html', (page) => page.evaluate('globalThis.broken ?? 0'))).toBe(0);
  });
});
