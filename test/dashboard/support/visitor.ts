/** Somebody with a browser who looks at a dashboard, and notes whatever the browser complains of. */

import type { Browser, Page } from 'playwright-core';

export const SCREENS = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const;
export type Screen = keyof typeof SCREENS;
export type Theme = 'light' | 'dark';

export interface VisitOptions {
  readonly screen?: Screen;
  readonly theme?: Theme;
  /** Runs in the page before its own script. */
  readonly before?: string;
}

export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console, errors that nobody caught, dialogues of scripts, and requests that went elsewhere or failed. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** Opens `address`, and waits until its panel has its facts and, where the world is live, the live view is connected. */
export async function visit(browser: Browser, address: string, options: VisitOptions = {}): Promise<Visit> {
  const { screen = 'desk', theme = 'light' } = options;
  const context = await browser.newContext({
    viewport: SCREENS[screen],
    colorScheme: theme,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
  if (options.before !== undefined) await context.addInitScript(options.before);
  const page = await context.newPage();
  const complaints = watched(page, new URL(address).origin);
  await page.goto(address);
  await settled(page);
  await page.getByRole('status', { name: 'Connection' }).filter({ hasText: CONNECTED }).waitFor();
  return { page, complaints, close: () => context.close() };
}

/** What the page says of its connection, but for what it says while there is none yet. */
const CONNECTED = /^(live|the past|recorded)$/;

/** What is still on its way: facts, a search, curves and an axis that are drawn once their width is known. */
const UNFINISHED = [
  '.loading',
  '[aria-busy="true"]',
  'figcaption:last-child',
  '.plot:empty',
  '.axis-words + div:empty',
];

/** Waits until the panel is there and nothing is loading. Does not know of what has just been done: see `led`. */
export async function settled(page: Page): Promise<void> {
  await page.locator(`main:not(:has(${UNFINISHED.join(', ')})) h1`).waitFor();
}

/** Does what leads to another place of the page, and waits until the page has gone there and is settled. */
export async function led(page: Page, act: () => Promise<unknown>): Promise<void> {
  await page.evaluate(NOTE_GOING);
  await act();
  await page.evaluate('globalThis.gone');
  await settled(page);
}

/** The page has heard of its new address and drawn its panel, without facts yet, when the promise is kept. */
const NOTE_GOING = `void (globalThis.gone = new Promise((gone) => {
  addEventListener('hashchange', () => setTimeout(gone), { once: true });
}))`;

/** Goes to another place of the page, by its address after the `#`. */
export async function goTo(page: Page, hash: string): Promise<void> {
  const isThere = await page.evaluate(`new URL(${JSON.stringify(hash)}, location.href).href === location.href`);
  if (isThere) return settled(page);
  await led(page, () => page.evaluate(`location.hash = ${JSON.stringify(hash)}`));
}

function watched(page: Page, origin: string): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialogue: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) complaints.push(`asked for ${url}`);
  });
  return complaints;
}
