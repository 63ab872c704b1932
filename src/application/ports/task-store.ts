/** The tasks of every labourer, wherever in their life: one port, which applies decided transitions atomically. */

import type { GreenfieldRange } from '../../domain/greenfield.js';
import type { JobId, LabourerId, TaskId } from '../../domain/ids.js';
import type { Task, TaskStage, TerminalStage } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { Transition } from '../../domain/transition.js';

/** `known`: a task of this id is, or was, here; nothing was changed. `unknown`: the answer was lost; add it again. */
export type AddOutcome = 'added' | 'known' | 'unknown';

/**
 * `applied` comes with the row as it was before, so that whoever removed a slot knows which. `stale`: the guard did not hold; the row as it is
 * now. `unknown`: the answer was lost and the change may have been made; look at the row, never send it again blindly.
 */
export type ApplyOutcome =
  | { readonly outcome: 'applied'; readonly before: Task }
  | { readonly outcome: 'stale'; readonly current: Task }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'unknown' };

/** Opaque: give it back to read on behind the page. */
export type PageKey = string;

export interface Page {
  readonly tasks: readonly Task[];
  /** Absent on the last page. */
  readonly next?: PageKey;
}

export interface OpenQuery {
  readonly labourerId: LabourerId;
  readonly range: GreenfieldRange;
  /** Absent: completed or not. */
  readonly completed?: boolean;
}

/** How many tasks of a job stand where. `retries` counts moves to the retry table. */
export interface JobProgress {
  readonly stages: Readonly<Record<TaskStage, number>>;
  readonly retries: number;
}

/**
 * Every method may reject with `SoswError` `store.unavailable` (retryable). Reads named "may be stale" come from an index that
 * lags: rows may be missing, or be shown as they were. They only propose; `apply` decides.
 */
export interface TaskStore {
  /**
   * Adds tasks in stage `open`, each if its id was never here, in any stage. One outcome for each, in their order. Equal ids
   * among the given count as the first.
   */
  add(tasks: readonly Task[]): Promise<readonly AddOutcome[]>;

  /**
   * Makes decided changes, each atomically, across tables, and only if its guard still holds. One outcome for each, in their
   * order. Changes that arrive together may be committed together; of two to one task the first given is made first.
   */
  apply(transitions: readonly Transition[]): Promise<readonly ApplyOutcome[]>;

  /** The task as it stands now, in any stage; strongly consistent. */
  get(taskId: TaskId): Promise<Task | undefined>;

  /** Open tasks by greenfield, lowest first unless `descending`. May be stale. */
  open(query: OpenQuery & { limit: number; descending?: boolean; after?: PageKey }): Promise<Page>;

  /** How many open tasks a query holds. May be stale. */
  countOpen(query: OpenQuery): Promise<number>;

  /** Tasks that wait for their retry, earliest `desiredLaunchTime` first, those due by `dueBy` if given. May be stale. */
  retrying(query: { labourerId: LabourerId; dueBy?: EpochSeconds; limit: number; after?: PageKey }): Promise<Page>;

  /** Closed tasks, newest `closedAt` first. May be stale. */
  closed(query: { labourerId: LabourerId; stage: TerminalStage; limit: number; after?: PageKey }): Promise<Page>;

  /** Dead tasks whose report was not confirmed, at most `limit`, in any order. May be stale. */
  unreported(query: { labourerId: LabourerId; limit: number }): Promise<readonly Task[]>;

  /**
   * Counts of a job's tasks, whose ids are `taskIdOfRow` of the SHA-256 of the job's identity and their rows; undefined for a job that no
   * task of was ever added. A store may have to read every row of the job: told how many `tasks` it has in all, it looks for no others, and
   * its counts may be stale, which is less than half the price.
   */
  progress(jobId: JobId, tasks?: number): Promise<JobProgress | undefined>;

  /**
   * A job's tasks in the order of its rows, whatever their stage: those whose ids are `taskIdOfRow` of the SHA-256 of the job's identity. May
   * be stale, and a page may hold fewer than `limit` although there is a next one.
   */
  ofJob(query: { jobId: JobId; limit: number; after?: PageKey }): Promise<Page>;
}
