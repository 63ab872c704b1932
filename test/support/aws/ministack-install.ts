/** The AWS emulator's package in a Python environment of its own, in the user's cache folder, made once. */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { cacheFolder } from './cache-folder.js';

const VERSION = '1.5.33';
/** An installation takes 15 s; a lock of this age was left by a process that died. */
const LOCK_LIFE_MS = 180_000;

const run = promisify(execFile);

/**
 * The Python that has ministack. Processes may race: one installs, the others wait for it. Throws with what is missing and how to
 * get it.
 */
export async function installedMinistack(): Promise<string> {
  const folder = join(cacheFolder(), `ministack-${VERSION}`);
  const python = join(folder, 'bin', 'python');
  if (existsSync(python)) return python;
  await mkdir(dirname(folder), { recursive: true });
  const lock = `${folder}.lock`;
  while (!(await locked(lock))) {
    if (existsSync(python)) return python;
    await sleep(200);
  }
  try {
    if (!existsSync(python)) await install(folder);
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
  return python;
}

async function locked(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    const made = await stat(lock).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - made > LOCK_LIFE_MS) await rm(lock, { recursive: true, force: true });
    return false;
  }
}

/** Made beside its place and renamed, so that a broken installation is never taken for a whole one. */
async function install(folder: string): Promise<void> {
  const draft = await mkdtemp(`${folder}.draft-`);
  try {
    await needed('python3', ['-m', 'venv', draft], 'Python 3.10 or newer with its venv module (Debian: python3-venv)');
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `ministack==${VERSION}`];
    await needed(join(draft, 'bin', 'python'), pip, `ministack ${VERSION} from the Python package index`);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function needed(command: string, args: string[], what: string): Promise<void> {
  try {
    await run(command, args);
  } catch (cause) {
    throw new Error(
      `The AWS emulator's tests need ${what}: install it, or skip these tests with SOSW_SKIP=e2e. ${String(cause)}`,
      { cause },
    );
  }
}
