/** Pictures of pages that are kept, and compared with what the page looks like now. */

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { expect } from 'vitest';

const DIFFERENCES = fileURLToPath(new URL('../screenshots/differences/', import.meta.url));

/** Of all pixels: edges of letters may differ by a shade. */
const SHARE_MAX = 0.002;

/** `SOSW_UPDATE=1` keeps what the page looks like now instead. */
export function expectPicture(file: string, picture: Buffer): void {
  const difference = join(DIFFERENCES, basename(file));
  rmSync(difference, { force: true });
  if (process.env.SOSW_UPDATE === '1') writeFileSync(file, picture);
  if (!existsSync(file)) throw new Error(`there is no picture ${file} yet: SOSW_UPDATE=1 makes it`);
  const [before, now] = [PNG.sync.read(readFileSync(file)), PNG.sync.read(picture)];
  expect({ width: now.width, height: now.height }).toEqual({ width: before.width, height: before.height });
  const marked = new PNG({ width: now.width, height: now.height });
  const pixels = pixelmatch(before.data, now.data, marked.data, now.width, now.height, { threshold: 0.2 });
  const share = pixels / (now.width * now.height);
  if (share > SHARE_MAX) {
    mkdirSync(DIFFERENCES, { recursive: true });
    writeFileSync(difference, PNG.sync.write(marked));
  }
  expect(share, `see ${difference}`).toBeLessThanOrEqual(SHARE_MAX);
}
