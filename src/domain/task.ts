/** A task: one piece of work for one invocation of a worker, and what is known of its life. */

import { type Greenfield, greenfieldPhase, type InvocationWindow } from './greenfield.js';
import type { JobId, LabourerId, TaskId } from './ids.js';
import type { EpochSeconds } from './time.js';

/**
 * Where in its life a task stands. While it is `open` its greenfield (and `completedAt`) say more; `retrying` waits for its
 * `desiredLaunchTime`; the last three are terminal, left only by an operator's redrive.
 */
export type TaskStage = 'open' | 'retrying' | 'done' | 'dead' | 'cancelled';

/** The stages that end a task's life. */
export const TERMINAL_STAGES = ['done', 'dead', 'cancelled'] as const satisfies readonly TaskStage[];
export type TerminalStage = (typeof TERMINAL_STAGES)[number];
export const isTerminal = (stage: TaskStage): stage is TerminalStage => stage !== 'open' && stage !== 'retrying';

/** What a worker said of its failure; the message is cut at 1,000 characters. */
export interface TaskError {
  readonly name: string;
  readonly message: string;
}

/** JSON's values: what a payload, a result or a foreign column may hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** A map of JSON values. */
export type JsonObject = { readonly [key: string]: Json };

/** Absent fields and undefined ones are the same: stores give every task the same shape, which is what makes copying it cheap. */
export interface Task {
  readonly taskId: TaskId;
  readonly labourerId: LabourerId;
  readonly stage: TaskStage;
  readonly createdAt: EpochSeconds;
  /** Its place in the queue; once claimed, the instant of the claim and a year. */
  readonly greenfield: Greenfield;
  /** Claims so far, over all lives of the task. */
  readonly attempts: number;
  /** JSON text as stored; rows of the old system may hold any text, or nothing. */
  readonly payload?: string | undefined;
  readonly arn?: string | undefined;
  readonly jobId?: JobId | undefined;
  /** When its worker was done; the first report counts. */
  readonly completedAt?: EpochSeconds | undefined;
  readonly closedAt?: EpochSeconds | undefined;
  /** Only while retrying: not before this instant. */
  readonly desiredLaunchTime?: EpochSeconds | undefined;
  /** The token that the present attempt holds: `<expires_at>.<nonce>`. Absent while nobody works on the task. */
  readonly slot?: string | undefined;
  readonly failedAttempts?: number | undefined;
  readonly lastError?: TaskError | undefined;
  /** Attempts that do not count for this life: those before a redrive, and those cut off with the machine they ran on. */
  readonly attemptsBase?: number | undefined;
  readonly redrives?: number | undefined;
  /** A dead task whose report has not been confirmed yet. */
  readonly notifyPending?: boolean | undefined;
  /** Columns that are not the product's own, `stat_…` and `result_…` among them. */
  readonly extra?: JsonObject | undefined;
}

/** Claims in the present life of the task: what `max_attempts` bounds. */
export const attemptsOfLife = (task: Task): number => task.attempts - (task.attemptsBase ?? 0);

/** What an operator is told of a task. */
export type TaskState = 'queued' | 'invoked' | 'expired' | 'completed' | Exclude<TaskStage, 'open'>;

/**
 * The state of a task at the start of a pass.
 *
 * @param task - As the store gave it.
 * @param window - The borders of its labourer's phases: `invocationWindow`.
 * @returns Exactly one state: of an open task what its greenfield says, unless it is completed; else its stage.
 * @example
 * ```ts
 * taskState(task, window) === 'queued';
 * ```
 */
export function taskState(task: Task, window: InvocationWindow): TaskState {
  if (task.stage !== 'open') return task.stage;
  return task.completedAt === undefined ? greenfieldPhase(task.greenfield, window) : 'completed';
}

/** Longest message of an error that is kept. */
const ERROR_MESSAGE_LENGTH = 1000;

export const boundedError = (error: TaskError): TaskError => ({
  name: error.name.slice(0, 100),
  message: error.message.slice(0, ERROR_MESSAGE_LENGTH),
});
