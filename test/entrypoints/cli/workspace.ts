/** A folder with a configuration, a job and a worker, for tests of commands. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith } from '../config/config-files.js';

/** Five tasks, one a letter. */
export const JOB = { labourer_id: 'shout', job: { letters: ['a', 'b', 'c', 'd', 'e'], isolate_letters: true } };

/** What the worker does is up to the letter: `fail…` always fails, `held…` waits until the folder holds a file `go`. */
const WORKER = `
import { existsSync } from 'node:fs';

export async function handler({ letters: [letter] }) {
  if (letter.startsWith('fail')) throw new Error(letter + ' is no letter');
  while (letter.startsWith('held') && !existsSync(new URL('go', import.meta.url))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { shouted: letter.toUpperCase() };
}
`;

const CONFIG = `
task_config:
  labourers:
    shout:
      max_simultaneous_invocations: 2
      max_attempts: 1
      timeout: 60
      local: {module: ./worker.mjs}
    elsewhere:
job_schema:
  chunkable_attrs: [letter]
`;

export interface Workspace {
  readonly folder: string;
  /** Whether a command has opened the data, and so may have written something. */
  readonly hasData: () => boolean;
}

/** By their names. `config` is appended to the configuration's text. */
export const workspaceFiles = ({ job = JOB as object, config = '' } = {}): Readonly<Record<string, string>> => ({
  'sosw.yaml': CONFIG + config,
  'job.json': JSON.stringify(job, undefined, 2),
  'worker.mjs': WORKER,
});

/** For one test, with which it goes. */
export function workspace(given: { readonly job?: object; readonly config?: string } = {}): Workspace {
  const folder = folderWith(workspaceFiles(given));
  return { folder, hasData: () => existsSync(join(folder, '.sosw')) };
}

export const jobOf = (...letters: string[]): object => ({ ...JOB, job: { letters, isolate_letters: true } });
