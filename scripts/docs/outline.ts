/** The order of the documentation's pages: its groups, and in each the pages that exist. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DefaultTheme } from 'vitepress';

/** The folder that the site is made of. */
export const DOCS = fileURLToPath(new URL('../../docs', import.meta.url));

/** Pages by group, in reading order and without `.md`; `*` stands for every page of a folder. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  Start: ['start', 'tutorial', 'first-hour', 'faq'],
  Concepts: ['concepts', 'task-states', 'jobs', 'periods', 'ecology', 'glossary'],
  Guides: ['workers', 'testing-workers', 'components', 'helpers', 'dashboard', 'simulate', 'migrate-from-python'],
  Reference: ['configuration', 'cli', 'doctor', 'task-manager', 'names'],
  Operations: ['operations', 'reliability', 'cost', 'performance', 'protocol'],
  Project: ['architecture', 'contributing', 'documentation-convention', 'changelog'],
  Decisions: ['decisions/*'],
};

/** Long lists are folded until one of their pages is read. */
const FOLDED = new Set(['Decisions']);

/** The landing page, and the pages of the API, which TypeDoc puts in order. */
const OUTSIDE_GROUPS = /^(?:index$|api\/|\.vitepress\/|public\/)/;

/** The links at the top of every page. */
const NAVIGATION: Readonly<Record<string, string>> = {
  Start: 'start',
  Concepts: 'concepts',
  Workers: 'workers',
  Configuration: 'configuration',
  API: 'api/index',
};

/** Those of the top's pages that are written. */
export function navigation(docs: string = DOCS): DefaultTheme.NavItem[] {
  const written = Object.entries(NAVIGATION).filter(([, page]) => existsSync(join(docs, `${page}.md`)));
  return written.map(([text, page]) => ({ text, link: `/${page}` }));
}

/** The sidebar: a page that is not written yet is left out. Throws for a page that stands in no group: nobody would find it. */
export function sidebar(docs: string = DOCS): DefaultTheme.SidebarItem[] {
  const pages = pagesOf(docs);
  const groups = Object.entries(GROUPS).map(([text, patterns]) => ({ text, pages: chosen(patterns, pages) }));
  const grouped = new Set(groups.flatMap((group) => group.pages));
  const lost = pages.filter((page) => !grouped.has(page) && !OUTSIDE_GROUPS.test(page));
  if (lost.length > 0) throw new Error(`in no group of scripts/docs/outline.ts: ${lost.join(', ')}`);
  return [...groups.filter((group) => group.pages.length > 0).map((group) => groupItem(docs, group)), ...api(docs)];
}

function groupItem(docs: string, group: { text: string; pages: readonly string[] }): DefaultTheme.SidebarItem {
  const items = group.pages.map((page) => ({ text: titleOf(join(docs, `${page}.md`)), link: `/${page}` }));
  return { text: group.text, collapsed: FOLDED.has(group.text), items };
}

/** Every page below the folder, as `decisions/0001-changes-are-data`. */
function pagesOf(docs: string): string[] {
  return readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -'.md'.length).replaceAll('\\', '/'))
    .sort();
}

function chosen(patterns: readonly string[], pages: readonly string[]): string[] {
  return patterns.flatMap((pattern) =>
    pages.filter((page) => (pattern.endsWith('/*') ? page.startsWith(pattern.slice(0, -1)) : page === pattern)),
  );
}

/** The page's first heading as plain text, or that of the page that it includes. */
function titleOf(file: string): string {
  const text = readFileSync(file, 'utf8');
  const included = /<!--\s*@include:\s*(?<path>\S+)\s*-->/.exec(text)?.groups?.path;
  const heading = /^# (?<title>.+)$/m.exec(text)?.groups?.title;
  if (heading !== undefined) return heading.replaceAll('`', '');
  if (included !== undefined) return titleOf(join(file, '..', included));
  throw new Error(`${file} has no heading`);
}

/** What TypeDoc wrote; nothing where the reference was not generated, as in `npm run docs:dev` before `npm run docs`. */
function api(docs: string): DefaultTheme.SidebarItem[] {
  const file = join(docs, 'api', 'typedoc-sidebar.json');
  if (!existsSync(file)) return [];
  const items = JSON.parse(readFileSync(file, 'utf8')) as DefaultTheme.SidebarItem[];
  return [{ text: 'API', collapsed: true, link: '/api/', items }];
}
