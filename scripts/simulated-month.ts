/**
 * Draws docs/images/simulated-month.png, the README's plot: `npm run build && npx tsx scripts/simulated-month.ts`. It is a part of the page
 * that `sosw simulate` writes for examples/simulated-month, as Chromium shows it.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startChromium } from '../test/support/chromium.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PICTURE = join(ROOT, 'docs/images/simulated-month.png');
/** A README's column on a desk, with half as many pixels again to be sharp. */
const VIEW = { width: 840, height: 1200 };

/** What the picture shows of the page: its headings say less than the page around it. */
const ONLY_PLOTS = `
  main { padding: 0 0.5rem; }
  main > :not(section), h2, section > :not(figure), figcaption, figure:nth-of-type(n + 4),
  .u-legend .u-value, .u-legend .u-series:first-child, figure:not(:nth-of-type(2)) .u-legend { display: none; }
  h3 { margin: 0.4rem 0 0; }
`;

const folder = mkdtempSync(join(tmpdir(), 'sosw-'));
try {
  const page = join(folder, 'month.html');
  const example = join(ROOT, 'examples/simulated-month');
  execFileSync(
    process.execPath,
    [
      join(ROOT, 'dist/entrypoints/cli/main.js'),
      ...['simulate', '--config', join(example, 'sosw.yaml'), '--health', join(example, 'scenario.yaml')],
      ...['--days', '30', '--html', page],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  await photograph(page);
} finally {
  rmSync(folder, { recursive: true });
}

async function photograph(page: string): Promise<void> {
  const browser = await startChromium();
  try {
    // Its own policy would forbid the page another style.
    const context = await browser.newContext({ viewport: VIEW, deviceScaleFactor: 1.5, bypassCSP: true });
    const opened = await context.newPage();
    await opened.goto(pathToFileURL(page).href);
    await opened.addStyleTag({ content: ONLY_PLOTS });
    await opened.locator('main').screenshot({ path: PICTURE });
  } finally {
    await browser.close();
  }
}
