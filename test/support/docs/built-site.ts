/** The documentation as `npm run docs` builds it, in a folder of its own. */

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../temporary-folder.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The site does not stand at the root of its host, as on most hosts of files. */
export const BASE = '/some/where/';

export interface BuiltSite {
  readonly folder: string;
  readonly exitCode: number;
  /** What the build told on the terminal. */
  readonly output: string;
  remove(): void;
}

/** Takes about half a minute. */
export async function buildSite(): Promise<BuiltSite> {
  const { path: folder, remove } = temporaryFolder();
  const build = ['--import', 'tsx', 'scripts/docs.ts', '--out', folder, '--base', BASE];
  const outcome = await new Promise<{ exitCode: number; output: string }>((resolve) => {
    const child = execFile(process.execPath, build, { cwd: ROOT, maxBuffer: 1 << 26 }, (_, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? 1, output: stdout + stderr }),
    );
  });
  return { folder, remove, ...outcome };
}

/** Every file of the built site, as its path below the base. */
export const builtFiles = (folder: string): ReadonlySet<string> =>
  new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/')));

/** A page of the built site: its path below the base, and its HTML. */
export interface BuiltPage {
  readonly path: string;
  readonly html: string;
}

export function builtPages(folder: string): BuiltPage[] {
  return [...builtFiles(folder)]
    .filter((path) => path.endsWith('.html'))
    .sort()
    .map((path) => ({ path, html: readFileSync(join(folder, path), 'utf8') }));
}
