/** What the disk answers, in the port's words. */

import { SoswError } from '../../domain/errors.js';

/** No room on the disk, in the user's share of it, or under the process's limit; SQLite has its own word for it. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL']);

/** The records are no database, not this program's, or not what they were; what lies in the place of rows is no file. */
const DAMAGED = /^(SQLITE_(CORRUPT|NOTADB|ERROR|CONSTRAINT|MISMATCH|SCHEMA)|EISDIR$|ELOOP$)/;

/**
 * `queue_file.full` where somebody has to make room, `queue_file.damaged` where somebody has to restore something;
 * `queue_file.unavailable` (retryable) for the rest.
 */
export function queueFileError(cause: unknown): SoswError {
  if (cause instanceof SoswError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (FULL.has(code)) return new SoswError('queue_file.full', `no room for queue files (${code})`, { cause });
  if (DAMAGED.test(code)) return new SoswError('queue_file.damaged', `queue files can't be read (${code})`, { cause });
  return new SoswError('queue_file.unavailable', `queue files can't be reached (${code || String(cause)})`, {
    retryable: true,
    cause,
  });
}

export async function onDisk<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw queueFileError(error);
  }
}
