/** What SQLite's failures mean for the product. */

import Database from 'better-sqlite3';
import { SoswError } from '../../domain/errors.js';

/**
 * `store.full`, `store.unavailable` (both retryable) or `store.damaged` for what is wrong with the disk, the locks or the file;
 * `value.rejected` for a value that no column takes, which is of the change that it belongs to and of no other. Anything else comes back
 * as it is: it is a mistake of the program.
 */
export function storeFailure(error: unknown, file: string): unknown {
  if (error instanceof Error && 'syscall' in error) return unavailable(file, error);
  if (!(error instanceof Database.SqliteError)) return error;
  switch (primaryCode(error.code)) {
    case 'SQLITE_FULL':
      return new SoswError('store.full', `no room left to write ${file}. Nothing was written; free some space`, {
        retryable: true,
        cause: error,
      });
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
    case 'SQLITE_PROTOCOL':
    case 'SQLITE_IOERR':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
    case 'SQLITE_PERM':
    case 'SQLITE_NOMEM':
      return unavailable(file, error);
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
    // The statements are the program's own: what they can't be made for lacks a table or column, or is of no known format.
    case 'SQLITE_ERROR':
      return damaged(file, error.message, error);
    case 'SQLITE_CONSTRAINT':
    case 'SQLITE_MISMATCH':
    case 'SQLITE_TOOBIG':
      return new SoswError('value.rejected', `${file} takes no such value: ${error.message}. Nothing was written`, {
        cause: error,
      });
    default:
      return error;
  }
}

const unavailable = (file: string, cause: Error): SoswError =>
  new SoswError('store.unavailable', `${file} cannot be used now: ${cause.message}. Nothing was written`, {
    retryable: true,
    cause,
  });

export const damaged = (file: string, finding: string, cause?: unknown): SoswError =>
  new SoswError(
    'store.damaged',
    `${file} is damaged or not a database: ${finding}. It was left as it is; restore a copy of it, or name another file`,
    { cause },
  );

/** `SQLITE_IOERR` of `SQLITE_IOERR_WRITE`: extended codes begin with the code that they refine. */
const primaryCode = (code: string): string => code.split('_').slice(0, 2).join('_');
