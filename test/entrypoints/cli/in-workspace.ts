/** Commands on one workspace's data, run in this process: for files of tests whose tests look at the same data. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { type Ran, sosw as inProcess } from './aws/run-in-process.js';
import { sosw as asProcess } from './run-sosw.js';
import { workspaceFiles } from './workspace.js';

export interface SharedWorkspace {
  readonly folder: string;
  /** A command that reads the configuration. */
  readonly sosw: (...args: readonly string[]) => Promise<Ran>;
  /** Schedules and works the job, by real workers. */
  readonly work: (job?: string) => Promise<unknown>;
  readonly remove: () => void;
}

export function sharedWorkspace(given: { readonly job?: object; readonly config?: string } = {}): SharedWorkspace {
  const { path: folder, remove } = temporaryFolder();
  for (const [name, text] of Object.entries(workspaceFiles(given))) writeFileSync(join(folder, name), text);
  return {
    folder,
    sosw: (...args) => inProcess(...args, '--config', join(folder, 'sosw.yaml')),
    work: (job = 'job.json') => asProcess(['run', job], { cwd: folder }),
    remove,
  };
}
