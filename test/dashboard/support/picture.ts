/** Pictures of pages that are kept, and compared with what the page looks like now. */

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { expect } from 'vitest';

const DIFFERENCES = fileURLToPath(new URL('../screenshots/differences/', import.meta.url));

/** Of all pixels: edges of letters may differ by a shade. */
const SHARE_MAX = 0.002;

/**
 * Waits until the page looks as the picture does: on a busy machine the browser may still give the frame before. `SOSW_UPDATE=1` keeps what
 * the page looks like now instead.
 */
export async function expectPicture(file: string, page: Page): Promise<void> {
  const difference = join(DIFFERENCES, basename(file));
  rmSync(difference, { force: true });
  if (process.env.SOSW_UPDATE === '1') writeFileSync(file, await pictureOf(page));
  if (!existsSync(file)) throw new Error(`there is no picture ${file} yet: SOSW_UPDATE=1 makes it`);
  const before = PNG.sync.read(readFileSync(file));
  const { width, height } = before;
  const looks = async () => {
    const now = PNG.sync.read(await pictureOf(page));
    const isOfSize = now.width === width && now.height === height;
    return { width: now.width, height: now.height, differs: isOfSize ? differing(before, now, difference) : 1 };
  };
  await expect.poll(looks, { message: `see ${difference}` }).toEqual({ width, height, differs: 0 });
  rmSync(difference, { force: true });
}

/** The whole page, once what was drawn last has had two frames to be shown in. */
async function pictureOf(page: Page): Promise<Buffer> {
  await page.evaluate('new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(() => shown())))');
  return page.screenshot({ fullPage: true, animations: 'disabled' });
}

/** The share of pixels that differ, which are then marked in a picture of their own; 0 where they are few. */
function differing(before: PNG, now: PNG, difference: string): number {
  const { width, height } = now;
  const marked = new PNG({ width, height });
  const share = pixelmatch(before.data, now.data, marked.data, width, height, { threshold: 0.2 }) / (width * height);
  if (share <= SHARE_MAX) return 0;
  mkdirSync(DIFFERENCES, { recursive: true });
  writeFileSync(difference, PNG.sync.write(marked));
  return share;
}
