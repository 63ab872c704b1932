/** The first tasks of a search in an order that no index has: all rows are looked at, and only the page's are kept. */

import type { TaskOrder } from '../../application/ports/task-search.js';
import type { PageKey } from '../../application/ports/task-store.js';
import { RefusedError } from '../../domain/errors.js';
import type { TaskId } from '../../domain/ids.js';
import type { Task } from '../../domain/task.js';
import { isIdBefore } from '../shared/id-order.js';
import { jsonOrUndefined } from '../shared/json-text.js';
import type { Place } from '../shared/page-key.js';
import { quoted, type StoreNames } from '../shared/store-names.js';
import { type Condition, condition } from './condition.js';
import type { Stretch } from './search-plan.js';
import type { StretchWalk } from './stretch-walk.js';

/** A task's number in the order: the lowest comes first. */
const RANKS: Readonly<Record<TaskOrder, { of: (task: Task) => number; sql: (names: StoreNames) => string }>> = {
  newest: { of: ({ createdAt }) => -createdAt, sql: ({ columns }) => `-${quoted(columns.created_at)}` },
  oldest: { of: ({ createdAt }) => createdAt, sql: ({ columns }) => `+${quoted(columns.created_at)}` },
  attempts: { of: ({ attempts }) => -attempts, sql: ({ columns }) => `-coalesce(${quoted(columns.attempts)}, 0)` },
};

export interface OrderedPage {
  readonly names: StoreNames;
  readonly order: TaskOrder;
  readonly limit: number;
  readonly after?: PageKey | undefined;
}

export function orderedTasks(
  walk: StretchWalk,
  plan: readonly Stretch[],
  { names, order, limit, after }: OrderedPage,
): { readonly tasks: readonly Task[]; readonly next?: PageKey } {
  const rank = RANKS[order];
  const [ranked, id] = [rank.sql(names), quoted(names.columns.task_id)];
  const behind = after === undefined ? [] : [isBehind(ranked, id, placeOfOrderedKey(order, after))];
  const found = plan.flatMap((stretch) =>
    walk.tasks(stretch, [...stretch.within, ...stretch.which, ...behind], `${ranked}, ${id}`, limit + 1),
  );
  const tasks = found
    .sort((one, other) => rank.of(one) - rank.of(other) || (isIdBefore(one.taskId, other.taskId) ? -1 : 1))
    .slice(0, limit);
  const last = tasks.at(-1);
  if (found.length <= limit || last === undefined) return { tasks };
  return { tasks, next: JSON.stringify([order, rank.of(last), last.taskId]) };
}

const isBehind = (ranked: string, id: string, { order, taskId }: Place): Condition =>
  condition(`(${ranked}, +${id}) > (?, ?)`, order, taskId);

function placeOfOrderedKey(order: TaskOrder, key: PageKey): Place {
  const parts: unknown = jsonOrUndefined(key);
  const [ofOrder, rank, taskId] = Array.isArray(parts) ? (parts as readonly unknown[]) : [];
  if (ofOrder === order && typeof rank === 'number' && typeof taskId === 'string') {
    return { order: rank, taskId: taskId as TaskId };
  }
  throw new RefusedError('page.key', {
    path: 'after',
    expected: 'the key that came with a page of this order',
    found: key,
  });
}
