/** Where tasks of a filter may stand, in the order in which a search walks: labourer by labourer, stage by stage. */

import { type GreenfieldRange, type InvocationWindow, rangeOf } from '../domain/greenfield.js';
import type { Task, TaskStage, TaskState } from '../domain/task.js';
import { TERMINAL_STAGES } from '../domain/task.js';
import type { TaskFilter } from './ports/task-search.js';

const STAGES = ['open', 'retrying', ...TERMINAL_STAGES] as const satisfies readonly TaskStage[];
/** States of an open task that are a stretch of greenfields, lowest first; a completed one may stand anywhere. */
const PHASES = ['queued', 'expired', 'invoked'] as const;

const stageOf = (state: TaskState): TaskStage =>
  state === 'queued' || state === 'invoked' || state === 'expired' || state === 'completed' ? 'open' : state;

/** The stages that a task of this filter may be in. Only closed tasks have an instant of closing. */
export function stagesOf({ states, closedFrom, closedBefore }: TaskFilter): ReadonlySet<TaskStage> {
  const wanted = new Set(states?.length ? states.map(stageOf) : STAGES);
  const isOfClosed = closedFrom !== undefined || closedBefore !== undefined;
  return new Set(
    STAGES.filter((stage) => wanted.has(stage) && !(isOfClosed && (stage === 'open' || stage === 'retrying'))),
  );
}

/** The one stretch of greenfields that holds all open tasks in the states that are asked for. */
export function openRange({ states }: TaskFilter, window: InvocationWindow): GreenfieldRange {
  if (!states?.length || states.includes('completed')) return {};
  const ranges = PHASES.filter((phase) => states.includes(phase)).map((phase) => rangeOf(phase, window));
  const [above, upTo] = [ranges[0]?.above, ranges.at(-1)?.upTo];
  return { ...(above === undefined ? {} : { above }), ...(upTo === undefined ? {} : { upTo }) };
}

/**
 * Whether no task behind these can be one of the filter's: closed tasks come newest first. Not so dead ones, of which a store may give
 * those that are still to be reported before all others.
 */
export function isBehindAll(stage: TaskStage, last: Task | undefined, { closedFrom }: TaskFilter): boolean {
  if (closedFrom === undefined || last?.closedAt === undefined) return false;
  return (stage === 'done' || stage === 'cancelled') && last.closedAt < closedFrom;
}

/** The next stage to look at behind this one; undefined behind the last. */
export function stageBehind(stage: TaskStage | undefined, stages: ReadonlySet<TaskStage>): TaskStage | undefined {
  const from = stage === undefined ? 0 : STAGES.indexOf(stage) + 1;
  return STAGES.slice(from).find((candidate) => stages.has(candidate));
}
