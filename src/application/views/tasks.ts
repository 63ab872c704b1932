/** Tasks as lists and single answers show them, and what a search finds and costs. */

import type { InvocationWindow } from '../../domain/greenfield.js';
import type { LabourerId } from '../../domain/ids.js';
import { windowOf } from '../../domain/labourer.js';
import { type Json, type Task, taskState } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { SearchQuery, TaskFilter } from '../ports/task-search.js';
import type { SearchCostFacts, TaskFacts, TasksFacts } from './facts.js';
import type { ReadSide } from './read-side.js';

/** A page of what is found; rejects as `TaskSearch.find` does. */
export async function findTasks(reads: ReadSide, query: SearchQuery): Promise<TasksFacts> {
  const { tasks, next, examined } = await reads.search.find(query);
  const windows = windowsAt(reads, query.now);
  return { tasks: tasks.map((task) => taskFacts(task, windows(task.labourerId))), next: next ?? null, examined };
}

export async function searchCost(reads: ReadSide, filter: TaskFilter, now: EpochSeconds): Promise<SearchCostFacts> {
  const { rows, isExact, readUnits, orders } = await reads.search.cost(filter, now);
  return { rows, exact: isExact, read_units: readUnits ?? null, orders };
}

/** The borders of each labourer's phases at one instant, made when they are first asked for. */
export function windowsAt(
  { labourers, settings }: Pick<ReadSide, 'labourers' | 'settings'>,
  now: EpochSeconds,
): (labourerId: LabourerId) => InvocationWindow {
  const windows = new Map<LabourerId, InvocationWindow>();
  return (labourerId) => {
    const window = windows.get(labourerId) ?? windowOf(labourers.of(labourerId), settings, now);
    windows.set(labourerId, window);
    return window;
  };
}

/** Under the names that the tables have; `state` is the domain's, which people read as `running` where it is `invoked`. */
export function taskFacts(task: Task, window: InvocationWindow): TaskFacts {
  const facts = {
    task_id: task.taskId,
    labourer_id: task.labourerId,
    state: taskState(task, window),
    job_id: task.jobId ?? null,
    created_at: task.createdAt,
    greenfield: task.greenfield,
    attempts: task.attempts,
    failed_attempts: task.failedAttempts ?? 0,
    redrives: task.redrives ?? 0,
    completed_at: task.completedAt ?? null,
    closed_at: task.closedAt ?? null,
    desired_launch_time: task.desiredLaunchTime ?? null,
    last_error: task.lastError === undefined ? null : { name: task.lastError.name, message: task.lastError.message },
    payload: readable(task.payload),
  };
  // A column of the user's own that is called like one of these (`state`) must not pass for it.
  return { ...facts, ...task.extra, ...facts };
}

/** The payload's JSON, or its text where it has none. */
function readable(payload: string | undefined): Json {
  try {
    return JSON.parse(payload ?? 'null') as Json;
  } catch {
    return payload ?? null;
  }
}
