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

/** Opens `address`, and waits until its panel has its facts. */
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
  return { page, complaints, close: () => context.close() };
}

/** Waits until the panel is there and nothing is loading. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main:not(:has(.loading, [aria-busy="true"])) h1').waitFor();
}

/** Goes to another place of the page, by its address after the `#`. */
export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await settled(page);
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
