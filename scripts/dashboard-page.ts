/**
 * Bundles the dashboard's page: `npm run page` writes `dist/entrypoints/dashboard/page/{index.html,app.js,app.css}` and prints what they weigh on
 * their way to a browser. Exit code 1 where they weigh more than they may.
 */

import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Compressed, all files together: a page is there in a second on a slow line too. */
export const PAGE_BYTES_MAX = 200 * 1024;

/** Every file of the page. */
export const PAGE_FILES = ['index.html', 'app.js', 'app.css'] as const;

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCE = join(ROOT, 'src/entrypoints/dashboard/page');

/** Writes the page's files into `folder`. */
export async function bundlePage(folder: string): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: [join(SOURCE, 'app.tsx'), join(SOURCE, 'app.css')],
    outdir: folder,
    bundle: true,
    platform: 'browser',
    target: ['es2022', 'chrome111', 'firefox113', 'safari16.4'],
    format: 'esm',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    // The package says of itself that importing it does nothing; of the page that is not true.
    ignoreAnnotations: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  await cp(join(SOURCE, 'index.html'), join(folder, 'index.html'));
}

/** What the files of the page in `folder` weigh, compressed by gzip as the server does it. */
export async function pageWeight(folder: string): Promise<number> {
  const files = await Promise.all(PAGE_FILES.map((name) => readFile(join(folder, name))));
  return files.reduce((bytes, file) => bytes + gzipSync(file).byteLength, 0);
}

async function main(): Promise<void> {
  const folder = join(ROOT, 'dist/entrypoints/dashboard/page');
  await bundlePage(folder);
  const bytes = await pageWeight(folder);
  console.log(`dist/entrypoints/dashboard/page  ${(bytes / 1024).toFixed(0)} KiB compressed`);
  if (bytes <= PAGE_BYTES_MAX) return;
  console.error(`the page weighs more than ${PAGE_BYTES_MAX / 1024} KiB`);
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
