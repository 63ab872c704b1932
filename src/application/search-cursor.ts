/** Where a paged search goes on: opaque to whoever holds it, and checked when it comes back. */

import { RefusedError } from '../domain/errors.js';
import type { TaskStage } from '../domain/task.js';
import type { PageKey } from './ports/task-store.js';

/** A place in one of the store's lists: behind the page that ended at `after`, and there behind the task `past`. */
export interface ListPlace {
  readonly after?: PageKey;
  readonly past?: string;
}

/** In a labourer's stage, or in a job's rows where there is no labourer. */
export interface SearchCursor extends ListPlace {
  readonly at: { readonly labourerId: string; readonly stage: TaskStage } | 'job';
}

/** Nothing stands for a missing key or id: neither is ever empty. */
export function keyOfCursor({ at, after = '', past = '' }: SearchCursor): PageKey {
  return JSON.stringify(at === 'job' ? ['job', after, past] : [at.labourerId, at.stage, after, past]);
}

/** Refuses (`page.key`) what no page has given. */
export function cursorOfKey(key: PageKey): SearchCursor {
  const parts = textsIn(key);
  const [after, past] = parts.slice(-2);
  if (after === undefined || past === undefined) throw unknownKey(key);
  const place = { ...(after === '' ? {} : { after }), ...(past === '' ? {} : { past }) };
  if (parts.length === 3 && parts[0] === 'job') return { at: 'job', ...place };
  const [labourerId, stage] = parts;
  if (parts.length !== 4 || labourerId === undefined || !isStage(stage)) throw unknownKey(key);
  return { at: { labourerId, stage }, ...place };
}

export const unknownKey = (key: PageKey): RefusedError =>
  new RefusedError('page.key', { path: 'after', expected: 'the key that came with a page of this search', found: key });

const isStage = (text: string | undefined): text is TaskStage =>
  text === 'open' || text === 'retrying' || text === 'done' || text === 'dead' || text === 'cancelled';

function textsIn(key: PageKey): readonly string[] {
  try {
    const parts: unknown = JSON.parse(key);
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string') ? parts : [];
  } catch {
    return [];
  }
}
