/** How each labourer's worker is run on this machine: `local` in its settings. */

import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LocalWorker } from '../../adapters/local/local-worker.js';
import { RefusedError } from '../../domain/errors.js';
import type { Labourer } from '../../domain/labourer.js';
import type { JsonObject } from '../../domain/task.js';
import { seconds } from '../../domain/time.js';
import type { LabourerSettings } from './schema.js';

/**
 * Undefined for a worker that lives elsewhere. `folder` is what relative paths are relative to, and where commands run. Throws
 * RefusedError for settings that say nothing, or two things.
 */
export function readLocalWorker(
  { local, timeout: given }: Pick<LabourerSettings, 'local' | 'timeout'>,
  labourer: Labourer,
  folder: string,
  path: string,
): LocalWorker | undefined {
  const timeout = given ?? labourer.duration;
  if (timeout > labourer.duration) {
    const expected = `at most the labourer's duration (${labourer.duration})`;
    throw new RefusedError('config.value', { path: `${path}.timeout`, expected, found: timeout });
  }
  if (!local) return undefined;
  const { module, command, handler, config } = local;
  if (Boolean(module) === Boolean(command)) {
    const expected = 'either module or command';
    throw new RefusedError('config.value', { path: `${path}.local`, expected, found: Object.keys(local) });
  }
  if (!module) {
    const [program = '', ...args] = command ?? [];
    return { command: [program, ...args], cwd: folder, timeout: seconds(timeout) };
  }
  const file = resolve(folder, module);
  if (!isFile(file)) {
    const at = `${path}.local.module`;
    throw new RefusedError('config.value', { path: at, expected: 'a file that exists', found: file });
  }
  return {
    module: file,
    ...(handler ? { handler } : {}),
    ...(config ? { config: config as JsonObject } : {}),
    timeout: seconds(timeout),
  };
}

const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
