/** cfn-lint over CloudFormation templates: the real tool, in a Python environment of its own in the user's cache folder. */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './cache-folder.js';

const VERSION = '1.58.0';
/** CDK says of every function that it waits for its role, which the reference to the role says as well. */
const IGNORED = ['W3005'];
/** Of cfn-lint: what it found, as opposed to what went wrong with it. */
const FOUND_SOMETHING = new Set([2, 4, 6, 8, 10, 12, 14]);

/** The package is no module that can be run, and its script names the folder in which it was drafted. */
const START = 'from cfnlint.runner import main; raise SystemExit(main())';

const run = promisify(execFile);

/** Its errors and warnings about the template files, one an element. */
export async function cfnLint(...files: string[]): Promise<string[]> {
  const python = await installedCfnLint();
  try {
    await run(python, ['-c', START, '--ignore-checks', ...IGNORED, '--format', 'parseable', '--', ...files]);
    return [];
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'stdout' in error)) throw error;
    if (!FOUND_SOMETHING.has(Number(error.code))) throw error;
    return String(error.stdout).trim().split('\n');
  }
}

/** The Python that has it. Processes may race: each makes a draft, the first to be ready gives it the name. */
async function installedCfnLint(): Promise<string> {
  const folder = join(cacheFolder(), `cfn-lint-${VERSION}`);
  const python = join(folder, 'bin', 'python');
  if (existsSync(python)) return python;
  await mkdir(cacheFolder(), { recursive: true });
  const draft = await mkdtemp(`${folder}.draft-`);
  try {
    await needed('python3', ['-m', 'venv', draft], 'Python 3.10 or newer with its venv module (Debian: python3-venv)');
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `cfn-lint==${VERSION}`];
    await needed(join(draft, 'bin', 'python'), pip, `cfn-lint ${VERSION} from the Python package index`);
    await rename(draft, folder);
  } catch (error) {
    if (!existsSync(python)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return python;
}

async function needed(command: string, args: string[], what: string): Promise<void> {
  try {
    await run(command, args);
  } catch (cause) {
    throw new Error(`The tests of the templates need ${what}: install it. ${String(cause)}`, { cause });
  }
}
