import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { skips } from '../support/aws/skips.js';
import { BASE, type BuiltPage, type BuiltSite, buildSite, builtFiles, builtPages } from '../support/docs/built-site.js';
import { brokenLinks, foreignResources, sidebarTargets } from '../support/docs/page-links.js';
import { openReader, type PageReader, SCREENS, type Screen } from '../support/docs/page-reader.js';

// The build takes half a minute on an idle machine, and minutes beside other tests.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 600_000 });

let site: BuiltSite;
let pages: BuiltPage[];

beforeAll(async () => {
  site = await buildSite();
  pages = builtPages(site.folder);
});

afterAll(() => site?.remove());

/** Pages that need not stand in the sidebar. */
const UNLISTED = new Set(['index.html', '404.html']);

describe('the built documentation', () => {
  it('is built without an error and without a warning', () => {
    expect(site.exitCode, site.output).toBe(0);
    expect(site.output).not.toMatch(/\bwarning\b|\(!\)/i);
  });

  it('has no link and no anchor that leads nowhere', () => {
    expect(brokenLinks(pages, builtFiles(site.folder))).toEqual([]);
  });

  it('has every page in its sidebar', () => {
    const listed = new Set(pages.flatMap(sidebarTargets));
    const paths = pages.map(({ path }) => path);
    expect(paths.filter((path) => !listed.has(path) && !UNLISTED.has(path))).toEqual([]);
  });

  it('loads nothing from elsewhere', () => {
    expect(pages.flatMap(foreignResources)).toEqual([]);
  });
});

describe('the check of links itself', () => {
  it('tells a missing page, a missing anchor, and a path outside the base', () => {
    const links = ['two.html', '#there', '#here', '/one.html', `${BASE}one.html#here`, 'https://example.com/'];
    const html = `<h2 id="here">Here</h2>${links.map((link) => `<a href="${link}">x</a>`).join('')}`;
    expect(brokenLinks([{ path: 'one.html', html }], new Set(['one.html']))).toEqual([
      'one.html -> two.html',
      'one.html -> #there',
      'one.html -> /one.html',
    ]);
  });
});

/** The landing page, one of each kind, and those with the widest tables, code and pictures. */
const MAIN_PAGES = [
  '',
  'start.html',
  'concepts.html',
  'task-states.html',
  'jobs.html',
  'periods.html',
  'ecology.html',
  'simulate.html',
  'reliability.html',
  'workers.html',
  'testing-workers.html',
  'components.html',
  'helpers.html',
  'names.html',
  'configuration.html',
  'cli.html',
  'task-manager.html',
  'operations.html',
  'performance.html',
  'faq.html',
  'architecture.html',
  'documentation-convention.html',
  'decisions/0001-changes-are-data.html',
  'api/index.html',
  'api/sosw/cdk/classes/Sosw.html',
];

describe.skipIf(skips('pages'))('the main pages in a browser', () => {
  let reader: PageReader;

  beforeAll(async () => {
    reader = await openReader(site.folder);
  });

  afterAll(() => reader?.close());

  const screens = Object.keys(SCREENS) as Screen[];
  const visits = screens.flatMap((screen) => MAIN_PAGES.map((path) => ({ path, screen })));

  it.each(visits)('/$path is readable on a $screen', async ({ path, screen }) => {
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
  });

  it.each(screens)('finds what is searched for on a %s', async (screen) => {
    const hits = await reader.search('greenfield', screen);
    expect(hits.join('\n')).toMatch(/greenfield/i);
  });
});
