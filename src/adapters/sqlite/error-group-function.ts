/** The group of an error as a function of SQL: what rows are held against where their groups are asked for. */

import type { Database } from 'better-sqlite3';
import { errorGroup } from '../../domain/error-group.js';
import type { TaskError } from '../../domain/task.js';
import { jsonOrUndefined } from '../shared/json-text.js';

/** Of one argument: the text of the column `last_error`. Null for what is no error. */
export const ERROR_GROUP = 'sosw_error_group';

/** Statements of this connection may use it from then on. */
export function defineErrorGroup(sqlite: Database): void {
  sqlite.function(ERROR_GROUP, { deterministic: true }, groupOfText);
}

function groupOfText(text: unknown): string | null {
  const error = typeof text === 'string' ? (jsonOrUndefined(text) as Partial<TaskError> | null | undefined) : undefined;
  if (typeof error?.name !== 'string' || typeof error.message !== 'string') return null;
  return errorGroup({ name: error.name, message: error.message });
}
