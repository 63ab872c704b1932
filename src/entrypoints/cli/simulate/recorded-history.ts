/** What the closed tasks of a real deployment tell: how long attempts take, how often they fail, and when tasks came. */

import type { PageKey, TaskStore } from '../../../application/ports/task-store.js';
import { claimedAt } from '../../../domain/greenfield.js';
import type { Labourer } from '../../../domain/labourer.js';
import type { Task, TerminalStage } from '../../../domain/task.js';
import { type Seconds, seconds } from '../../../domain/time.js';
import type { OperatorStore } from '../../composition/operator-store.js';
import type { RecordedEvent } from '../../simulation/recorded-event.js';

/** The closed tasks of one labourer, newest first of each stage. */
export interface History {
  readonly labourer: Labourer;
  readonly tasks: readonly Task[];
}

/** Rows of one question to the store. */
const PAGE_SIZE = 1000;

/** The `last` closed tasks of each labourer, those that were done and those that are dead. */
export async function readHistory(
  { store, labourers }: Pick<OperatorStore, 'store' | 'labourers'>,
  last: number,
): Promise<readonly History[]> {
  const histories: History[] = [];
  for (const labourer of labourers.all()) {
    const done = await newest(store, labourer, 'done', last);
    const dead = await newest(store, labourer, 'dead', last);
    const tasks = [...done, ...dead].toSorted((one, other) => (other.closedAt ?? 0) - (one.closedAt ?? 0));
    histories.push({ labourer, tasks: tasks.slice(0, last) });
  }
  return histories;
}

async function newest(store: TaskStore, { id }: Labourer, stage: TerminalStage, last: number): Promise<Task[]> {
  const tasks: Task[] = [];
  let after: PageKey | undefined;
  while (tasks.length < last) {
    const query = { labourerId: id, stage, limit: Math.min(PAGE_SIZE, last - tasks.length) };
    const page = await store.closed(after === undefined ? query : { ...query, after });
    tasks.push(...page.tasks);
    if (page.next === undefined) break;
    after = page.next;
  }
  return tasks;
}

/** How a labourer's attempts went, as a scenario has it. */
export interface RecordedBehaviour {
  /** Seconds of the attempts that did their task; never none. */
  readonly durations: readonly number[];
  /** Shares of all attempts: those that reported a failure, and those that were never heard of again. */
  readonly failures: number;
  readonly crashes: number;
}

/** Undefined where no task was done: nothing is known of how long it takes. `delta` tells claims from places in a queue. */
export function recordedBehaviour({ tasks }: History, delta: Seconds): RecordedBehaviour | undefined {
  const durations = tasks.flatMap((task) => durationOf(task, delta) ?? []);
  if (durations.length === 0) return undefined;
  let attempts = 0;
  let failed = 0;
  let silent = 0;
  for (const task of tasks) {
    const failures = failuresOf(task);
    attempts += task.attempts;
    failed += failures;
    silent += Math.max(0, task.attempts - failures - (task.stage === 'done' ? 1 : 0));
  }
  return { durations, failures: failed / Math.max(1, attempts), crashes: silent / Math.max(1, attempts) };
}

const failuresOf = ({ failedAttempts = 0, attempts }: Task): number => Math.min(failedAttempts, attempts);

/** Of the attempt that did the task. Clocks may differ by a second, which makes nothing shorter than nothing. */
function durationOf(task: Task, delta: Seconds): number | undefined {
  if (task.stage !== 'done' || task.completedAt === undefined) return undefined;
  return Math.max(0, task.completedAt - claimedAt(task.greenfield, delta));
}

/** The same history as events, in the order of time. A dead task fails as often as it was tried. */
export function recordedEvents(histories: readonly History[], delta: Seconds): readonly RecordedEvent[] {
  return histories
    .flatMap(({ labourer, tasks }) =>
      tasks.map((task): RecordedEvent => {
        const duration = durationOf(task, delta);
        return {
          at: task.createdAt,
          labourer: labourer.id,
          ...(duration === undefined ? {} : { duration: seconds(duration) }),
          failures: task.stage === 'dead' ? task.attempts : Math.max(0, task.attempts - 1),
        };
      }),
    )
    .toSorted((one, other) => one.at - other.at);
}
