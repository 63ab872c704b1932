/** Dead letters: the newest dead tasks, those with the same error together. */

import { errorGroupOf, UNHEARD } from '../../domain/error-group.js';
import type { LabourerId } from '../../domain/ids.js';
import type { Task } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import { mapBounded } from '../bounded.js';
import type { PageKey } from '../ports/task-store.js';
import type { DeadFacts, DeadGroupFacts } from './facts.js';
import type { ReadSide } from './read-side.js';

export interface DeadQuery {
  /** Absent: all that are configured. */
  readonly labourerIds?: readonly LabourerId[];
  /** Dead tasks of a labourer that are looked at, at most; fewer where many labourers have some. */
  readonly limit: number;
  /** Tasks that died later are passed over. */
  readonly now: EpochSeconds;
}

/** Dead tasks that are looked at in all; labourers share them evenly. */
const ALL_MAX = 20_000;
const PAGE_SIZE = 500;
const LABOURERS_AT_ONCE = 10;

/** The largest groups first. */
export async function deadGroups(reads: ReadSide, { labourerIds, limit, now }: DeadQuery): Promise<DeadFacts> {
  const asked = await withDead(reads, labourerIds ?? reads.labourers.all().map(({ id }) => id));
  const each = Math.max(Math.min(limit, Math.floor(ALL_MAX / Math.max(asked.length, 1))), 1);
  const newest = await mapBounded(asked, LABOURERS_AT_ONCE, (id) => newestDead(reads, id, each, now));
  const groups = new Map<string, Group>();
  for (const { tasks } of newest) for (const task of tasks) addTo(groups, task);
  return {
    groups: [...groups.values()].sort(bySize),
    examined: newest.reduce((sum, { tasks }) => sum + tasks.length, 0),
    more: newest.some(({ more }) => more),
  };
}

/** Those that have any, where that is counted; else all of them may. */
async function withDead({ counts }: ReadSide, ids: readonly LabourerId[]): Promise<readonly LabourerId[]> {
  if (counts === undefined) return ids;
  const counted = await counts.counts(ids);
  return ids.filter((_, index) => (counted[index]?.stages.dead ?? 0) > 0);
}

async function newestDead(
  { store }: ReadSide,
  labourerId: LabourerId,
  most: number,
  now: EpochSeconds,
): Promise<{ readonly tasks: readonly Task[]; readonly more: boolean }> {
  const tasks: Task[] = [];
  let after: PageKey | undefined;
  do {
    const limit = Math.min(PAGE_SIZE, most - tasks.length);
    const query = { labourerId, stage: 'dead' as const, limit, ...(after === undefined ? {} : { after }) };
    const page = await store.closed(query);
    tasks.push(...page.tasks.filter(({ closedAt }) => (closedAt ?? 0) <= now));
    after = page.next;
  } while (after !== undefined && tasks.length < most);
  return { tasks, more: after !== undefined };
}

type Group = { -readonly [Key in keyof DeadGroupFacts]: DeadGroupFacts[Key] };

function addTo(groups: Map<string, Group>, task: Task): void {
  const error = errorGroupOf(task) ?? UNHEARD;
  const closedAt = task.closedAt ?? 0;
  const key = JSON.stringify([task.labourerId, error]);
  const group = groups.get(key);
  if (group === undefined) {
    const { taskId: sample_task_id, labourerId: labourer_id } = task;
    groups.set(key, { labourer_id, error, count: 1, newest_closed_at: closedAt, sample_task_id });
    return;
  }
  group.count += 1;
  group.newest_closed_at = Math.max(group.newest_closed_at, closedAt);
}

const bySize = (one: Group, other: Group): number =>
  other.count - one.count || other.newest_closed_at - one.newest_closed_at;
