/** The program of a campaign's processes, made into one file: a seed takes a fifth less than with a loader that names each closure anew. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Within reach of the packages, which the file imports as they are. */
const FOLDER = join(ROOT, 'node_modules/.cache/sosw');

/** Writes the file, and gives its path. Campaigns at the same time have files of their own; whoever asked for one deletes it. */
export async function bundledProcess(): Promise<string> {
  await mkdir(FOLDER, { recursive: true });
  const file = join(FOLDER, `seeds-process-${process.pid}.mjs`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['test/simulation/campaign/seeds-process.ts'],
    outfile: file,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
  return file;
}
