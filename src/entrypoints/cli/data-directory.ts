/** Where a command's data stands. */

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { RefusedError } from '../../domain/errors.js';
import type { Config } from '../config/config.js';

const DEFAULT_DIRECTORY = '.sosw';

/** Absolute; it need not exist. */
export const dataDirectory = (config: Config, options: { readonly data?: string | undefined }): string =>
  options.data === undefined ? join(dirname(config.file), DEFAULT_DIRECTORY) : resolve(options.data);

/** For commands that only look: throws RefusedError (`data.missing`) instead of making a folder that was perhaps mistyped. */
export function existingDataDirectory(config: Config, options: { readonly data?: string | undefined }): string {
  const directory = dataDirectory(config, options);
  if (existsSync(directory)) return directory;
  throw new RefusedError('data.missing', {
    path: '--data',
    expected: 'a folder that sosw run, schedule or dev has made',
    found: directory,
  });
}
