/** Reads the built site as people do: in a browser, on a desk and on a phone. */

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { startChromium } from '../chromium.js';
import { temporaryFolder } from '../temporary-folder.js';
import { BASE } from './built-site.js';
import { serveFolder } from './static-server.js';

export const SCREENS = {
  desk: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
export type Screen = keyof typeof SCREENS;

/** What was found on a page; of a page that is in order only `headings` holds anything. */
export interface PageFindings {
  /** Pixels by which the page is wider than the screen. */
  readonly scrollsSideways: number;
  readonly wide: readonly string[];
  readonly smallTexts: readonly string[];
  readonly picturesWithoutWords: readonly string[];
  readonly picturesNotDrawn: readonly string[];
  readonly headings: readonly string[];
  /** Errors and warnings of the console, and errors that nobody caught. */
  readonly complaints: readonly string[];
  /** Requests that failed, or that went elsewhere. */
  readonly badRequests: readonly string[];
}

export interface PageReader {
  /** `path` is below the site's base. Leaves a screenshot of the whole page. */
  read(path: string, screen: Screen): Promise<PageFindings>;
  /** What the search box of the landing page finds, as the titles of the hits. */
  search(words: string, screen: Screen): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** For what a browser does in a second on an idle machine. */
const WAIT_MS = 120_000;
/** After which a click counts as one that came before the page could hear it. */
const HEARD_MS = 5_000;

const AUDIT = readFileSync(new URL('page-audit.js', import.meta.url), 'utf8');

/** Screenshots are kept in the folder that `SOSW_SCREENSHOTS` names, else they go with the reader. */
export async function openReader(folder: string): Promise<PageReader> {
  const pictures = screenshotFolder();
  const server = await serveFolder(folder, BASE);
  const browser = await startChromium();

  async function opened<Result>(path: string, name: string, screen: Screen, use: (page: Page) => Promise<Result>) {
    const context = await browser.newContext({ viewport: SCREENS[screen], isMobile: screen === 'phone' });
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    const trouble = watch(page, server.address);
    await page.goto(server.address + path, { waitUntil: 'networkidle' });
    const result = await use(page);
    await page.screenshot({ path: join(pictures.path, `${name}-${screen}.png`), fullPage: name !== 'search' });
    // What is still being loaded ahead fails when the page is closed.
    const found = structuredClone(trouble);
    await context.close();
    return { result, trouble: found };
  }

  return {
    read: async (path, screen) => {
      const name = path.replaceAll('/', '-').replace('.html', '') || 'index';
      const { result, trouble } = await opened(path, name, screen, async (page) => page.evaluate(AUDIT));
      return { ...(result as Omit<PageFindings, keyof typeof trouble>), ...trouble };
    },
    search: async (words, screen) => {
      const { result } = await opened('', 'search', screen, (page) => searched(page, words));
      return result;
    },
    close: async () => {
      await browser.close();
      await server.stop();
      pictures.remove();
    },
  };
}

function screenshotFolder(): { readonly path: string; remove(): void } {
  const kept = process.env.SOSW_SCREENSHOTS;
  if (kept === undefined || kept === '') return temporaryFolder();
  mkdirSync(kept, { recursive: true });
  return { path: kept, remove: () => {} };
}

/** The lists fill while the page is open. */
function watch(page: Page, address: string): { complaints: string[]; badRequests: string[] } {
  const complaints: string[] = [];
  const badRequests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => badRequests.push(`${request.url()} ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    if (response.status() >= 400) badRequests.push(`${response.status()} ${response.url()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith('data:') && !url.startsWith('blob:')) badRequests.push(url);
  });
  return { complaints, badRequests };
}

const isShownWithin = (place: Locator, timeout: number): Promise<boolean> =>
  place.waitFor({ timeout }).then(
    () => true,
    () => false,
  );

async function searched(page: Page, words: string): Promise<readonly string[]> {
  const button = page.locator('.VPNavBarSearch button').first();
  const box = page.locator('.VPLocalSearchBox input');
  // The box covers the button as soon as a click was heard.
  do await button.click({ timeout: HEARD_MS }).catch(() => {});
  while (!(await isShownWithin(box, HEARD_MS)));
  await box.fill(words);
  const hits = page.locator('.VPLocalSearchBox .result .titles');
  await hits.first().waitFor();
  return (await hits.allTextContents()).map((title) => title.replaceAll(/\s+/g, ' ').trim());
}
