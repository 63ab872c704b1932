/** "Why is this task not running?": where it stands, what it waits for, and what somebody can do. */

import { claimedAt, greenfieldPhase, type InvocationWindow } from '../greenfield.js';
import type { Labourer } from '../labourer.js';
import { attemptsOfLife, type Task, type TaskState, taskState } from '../task.js';
import { type EpochSeconds, later, type Seconds, seconds } from '../time.js';
import {
  addToConfiguration,
  counted,
  duration,
  inNumbers,
  instant,
  type Reason,
  reason,
  START_TICKS,
  TICKS_MISSED,
} from './reason.js';

export interface TaskSituation {
  readonly task: Task;
  readonly labourer: Labourer;
  /** Whether the configuration has it; the Scavenger passes by the tasks of others. Default: it has. */
  readonly isConfigured?: boolean | undefined;
  readonly now: EpochSeconds;
  readonly window: InvocationWindow;
  /** By which claims are told from places. */
  readonly delta: Seconds;
  /** Of a queued task: how many stand before it. */
  readonly before?: { readonly count: number; readonly isExact: boolean } | undefined;
  /** Of a queued task: what holds its labourer back. */
  readonly labourerReasons?: readonly Reason[] | undefined;
}

/** Never empty. */
export function taskReasons(situation: TaskSituation): readonly Reason[] {
  const state = taskState(situation.task, situation.window);
  const undone = situation.isConfigured === false ? LEFT_UNDONE[state] : undefined;
  return undone === undefined ? BY_STATE[state](situation) : [unattendedReason(situation.labourer, undone)];
}

/** When an attempt that nothing is heard of counts as ended; undefined for a task that is not claimed. */
export function expiresAt({ task, labourer, window, delta }: Omit<TaskSituation, 'now'>): EpochSeconds | undefined {
  if (task.stage !== 'open' || task.completedAt !== undefined) return undefined;
  if (greenfieldPhase(task.greenfield, window) === 'queued') return undefined;
  return later(claimedAt(task.greenfield, delta), seconds(labourer.duration + labourer.cooldown));
}

const BY_STATE: Readonly<Record<TaskState, (situation: TaskSituation) => readonly Reason[]>> = {
  queued: ({ before, labourerReasons = [] }) => [
    reason('queue', placeText(before)),
    ...labourerReasons.filter(({ code }) => code !== 'queue-empty'),
  ],
  invoked: (situation) => [reason('running', runningText(situation))],
  expired: (situation) => [expiredReason(situation)],
  completed: ({ task, now }) => {
    const since = task.completedAt ?? now;
    const advice = now - since > TICKS_MISSED ? START_TICKS : undefined;
    const text = `Its work is done since ${instant(since)}; the Scavenger puts it into the archive with its next pass.`;
    return [reason('completed', text, advice)];
  },
  retrying: (situation) => [retryReason(situation)],
  done: ({ task, now }) => [reason('done', `It is done since ${instant(task.completedAt ?? task.closedAt ?? now)}.`)],
  dead: ({ task, now }) => [
    reason(
      'dead',
      `It is dead since ${instant(task.closedAt ?? now)}, after ${counted(task.attempts, 'attempt')}${errorText(task)}.`,
      `sosw tasks retry ${task.taskId} gives it a new life; sosw dead redrive does so with many`,
    ),
  ],
  cancelled: ({ task, now }) => [
    reason(
      'cancelled',
      `An operator cancelled it at ${instant(task.closedAt ?? now)}${task.slot === undefined ? '' : '; the attempt that ran then has not reported yet'}.`,
      `sosw tasks retry ${task.taskId}`,
    ),
  ],
};

/** What nobody does for tasks of a labourer that the configuration lacks. */
const LEFT_UNDONE: Readonly<Partial<Record<TaskState, string>>> = {
  expired: 'Its attempt had its time and nothing was heard of it, but nobody ends it',
  completed: 'Its work is done, but nobody puts it into the archive',
  retrying: 'It waits for its retry, but nobody brings it back to the queue',
};

const unattendedReason = ({ id }: Labourer, undone: string): Reason =>
  reason('not-configured', `${undone}: the configuration has no labourer ${id} (any more).`, addToConfiguration(id));

function placeText(before: TaskSituation['before']): string {
  if (before === undefined) return 'It waits in the queue.';
  if (before.count === 0) return 'It is the next in the queue.';
  const text = counted(before.count, 'task');
  const stand = before.count === 1 ? 'stands' : 'stand';
  return before.isExact
    ? `${text} ${stand} before it in the queue.`
    : `At least ${text} ${stand} before it in the queue.`;
}

function runningText({ task, labourer, now, window, delta }: TaskSituation): string {
  const since = claimedAt(task.greenfield, delta);
  const expires = expiresAt({ task, labourer, window, delta }) ?? now;
  return `It runs since ${instant(since)} (${duration(now - since)}), ${attemptText(task, labourer)}; if nothing is heard of it, the attempt ends at ${instant(expires)}.`;
}

function expiredReason({ task, labourer, now, window, delta }: TaskSituation): Reason {
  const expired = expiresAt({ task, labourer, window, delta }) ?? now;
  const text = `Its attempt had its time until ${instant(expired)} and nothing was heard of it; the Scavenger ends it with its next pass, ${endText(task, labourer)}.`;
  return reason('expired', text, now - expired > TICKS_MISSED ? START_TICKS : undefined);
}

const endText = (task: Task, labourer: Labourer): string =>
  attemptsOfLife(task) < labourer.maxAttempts ? 'and it is tried again' : 'and it is dead then';

function retryReason({ task, labourer, now }: TaskSituation): Reason {
  const until = task.desiredLaunchTime ?? now;
  const after = `${attemptText(task, labourer)} did not succeed${errorText(task)}`;
  if (now - until > TICKS_MISSED) {
    const text = `Its retry is due since ${instant(until)} (${after}), but the Scavenger has not brought it back to the queue.`;
    return reason('retry-delay', text, START_TICKS);
  }
  const text = `It waits for its retry until ${instant(until)}: ${after}.`;
  return reason('retry-delay', text, `sosw tasks retry ${task.taskId} does not wait`);
}

const attemptText = (task: Task, labourer: Labourer): string =>
  `attempt ${inNumbers(attemptsOfLife(task))} of ${inNumbers(labourer.maxAttempts)}`;

const errorText = ({ lastError }: Task): string =>
  lastError === undefined ? '' : `; the last error was ${lastError.name}: ${lastError.message}`;
