/** Where a search stands between two pages: in a stretch, or behind it. */

import type { PageKey } from '../../application/ports/task-store.js';
import { RefusedError } from '../../domain/errors.js';
import type { TaskId } from '../../domain/ids.js';
import { jsonOrUndefined } from '../shared/json-text.js';
import type { Place } from '../shared/page-key.js';
import { isStretchBefore, isWay, type Stretch, type Way } from './search-plan.js';

export interface SearchPosition {
  readonly way: Way;
  readonly name: string;
  /** The last row that was looked at; absent behind the whole stretch. */
  readonly place?: Place;
}

export const searchKey = ({ way, name }: Stretch, place: Place | undefined): PageKey =>
  JSON.stringify(place === undefined ? [way, name] : [way, name, place.order, place.taskId]);

/** Refuses (`page.key`) what no page has given. */
export function positionOfKey(key: PageKey): SearchPosition {
  const parts: unknown = jsonOrUndefined(key);
  const [way, name, order, taskId] = Array.isArray(parts) ? (parts as readonly unknown[]) : [];
  if (isWay(way) && typeof name === 'string') {
    if (order === undefined) return { way, name };
    if (typeof order === 'number' && typeof taskId === 'string') {
      return { way, name, place: { order, taskId: taskId as TaskId } };
    }
  }
  throw new RefusedError('page.key', { path: 'after', expected: 'the key that came with a page', found: key });
}

/** Whether something of the stretch has not been looked at yet. */
export function isAhead(stretch: Stretch, position: SearchPosition): boolean {
  if (isStretchBefore(stretch, position)) return false;
  return position.place !== undefined || isStretchBefore(position, stretch);
}
