/** Fetches a package of npm into the cache of the tests: pinned, its hash checked, unpacked once for all processes. */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './aws/cache-folder.js';

const run = promisify(execFile);

export interface PackedFromNpm {
  /** `name@version`. */
  readonly package: string;
  /** Of the packed file, in base64. */
  readonly sha512: string;
  /** The folder's name in the cache. */
  readonly home: string;
  /** A file of the finished folder, relative to it. */
  readonly proof: string;
  /** Makes the finished folder of the unpacked package, both inside `folder`; without it the finished one holds `package/`. */
  readonly finish?: (folder: string) => Promise<string>;
}

/** The finished folder. Processes that fetch it at the same time end with the same one. */
export async function packedFromNpm({ package: name, sha512, home, proof, finish }: PackedFromNpm): Promise<string> {
  const finished = join(cacheFolder(), home);
  if (existsSync(join(finished, proof))) return finished;
  mkdirSync(cacheFolder(), { recursive: true });
  const folder = mkdtempSync(join(cacheFolder(), 'fetching-'));
  try {
    const { stdout } = await run('npm', ['pack', name, '--json'], { cwd: folder, maxBuffer: 1 << 26 });
    const archive = join(folder, (JSON.parse(stdout) as { filename: string }[])[0]?.filename ?? '');
    const hash = createHash('sha512').update(readFileSync(archive)).digest('base64');
    if (hash !== sha512) throw new Error(`${name} has changed: its SHA-512 is ${hash}`);
    await run('tar', ['xzf', archive, '-C', folder]);
    rmSync(archive);
    renameSync(finish === undefined ? folder : await finish(folder), finished);
  } catch (error) {
    if (!existsSync(join(finished, proof))) throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return finished;
}
