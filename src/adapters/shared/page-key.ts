/** The key of a page: where the last task of it stands in the page's order. */

import type { PageKey } from '../../application/ports/task-store.js';
import { RefusedError } from '../../domain/errors.js';
import type { TaskId } from '../../domain/ids.js';
import { jsonOrUndefined } from './json-text.js';

/** A place in an order by number, then by id. */
export interface Place {
  readonly order: number;
  readonly taskId: TaskId;
}

export const pageKey = ({ order, taskId }: Place): PageKey => JSON.stringify([order, taskId]);

/** Refuses (`page.key`) what no page has given. */
export function placeOfKey(key: PageKey): Place {
  const place = jsonOrUndefined(key);
  if (Array.isArray(place) && typeof place[0] === 'number' && typeof place[1] === 'string') {
    return { order: place[0], taskId: place[1] as TaskId };
  }
  throw new RefusedError('page.key', { path: 'after', expected: 'the key that came with a page', found: key });
}
