/** Secrets as files of a folder, one a secret, which only their owner may read. */

import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecretSource } from '../../application/ports/secret-source.js';
import { RefusedError, SoswError } from '../../domain/errors.js';

const PLAIN_NAME = /^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,199}$/;
/** Any right of the group or of others. */
const OTHERS = 0o077;
/** More than any key; what is larger is no secret but a mistake. */
const SECRET_BYTES = 65_536;
/** Follows no link, and does not wait for a writer where the file is a pipe. Windows knows neither. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export class FileSecretSource implements SecretSource {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The file's text without a newline at its end. Rejects with `secret.name` for what is no plain name, `secret.exposed` for a file
   * that others may read or that is no ordinary file, `secret.unavailable` (retryable) when it can't be read.
   */
  async get(name: string): Promise<string | undefined> {
    if (!PLAIN_NAME.test(name)) {
      throw new RefusedError('secret.name', {
        path: 'name',
        expected: 'letters, digits, "_", "-" and "."',
        found: name,
      });
    }
    let file: FileHandle | undefined;
    try {
      // The check is of the very file that is then read.
      file = await open(join(this.#folder, name), OPEN_FLAGS);
      await assertPrivate(file, name);
      return (await file.readFile('utf8')).replace(/\r?\n$/, '');
    } catch (error) {
      if (error instanceof SoswError) throw error;
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT') return undefined;
      if (code === 'ELOOP') throw exposed(name, 'is a link');
      throw new SoswError('secret.unavailable', `secret ${name} can't be read (${code})`, {
        retryable: true,
        cause: error,
      });
    } finally {
      await file?.close();
    }
  }
}

async function assertPrivate(file: FileHandle, name: string): Promise<void> {
  const found = await file.stat();
  if (!found.isFile()) throw exposed(name, 'is no ordinary file');
  if (found.size > SECRET_BYTES) throw exposed(name, `has more than ${SECRET_BYTES} bytes`);
  // Windows has no such rights; Node makes the same ones up for every file there.
  if (process.platform !== 'win32' && (found.mode & OTHERS) !== 0)
    throw exposed(name, 'may be read by others: chmod 600');
}

const exposed = (name: string, what: string): SoswError =>
  new SoswError('secret.exposed', `the file of secret ${name} ${what}`);
