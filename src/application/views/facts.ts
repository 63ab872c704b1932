/**
 * What operators are told: the dashboard's answers and what the commands print with `--json` are these very objects, so that both tell the same.
 * They are JSON, under the tables' names; instants are epoch seconds, stretches of time are seconds; null is what is not known.
 */

import type { Json, JsonObject, TaskState } from '../../domain/task.js';
import type { BulkAction } from '../bulk-target.js';

/** The page's first question: what it looks at, and what it may do. */
export interface WorldFacts {
  readonly kind: 'local' | 'aws' | 'simulation';
  /** For people: the folder, the region and prefix, the file. */
  readonly name: string;
  /** The present of this world: of a simulation its end. */
  readonly now: number;
  /** What the past is known of; null where nothing was recorded. */
  readonly past: { readonly from: number; readonly to: number } | null;
  /** Whether the world goes on (a simulation is over). */
  readonly live: boolean;
  readonly allows_actions: boolean;
  /** Between two refreshes of the live view, in seconds. */
  readonly refresh: number;
  readonly version: string;
  readonly labourers: readonly string[];
  /** The states of tasks that each action is for. */
  readonly bulk_states: Readonly<Record<BulkAction, readonly TaskState[]>>;
}

/** Waiting tasks: `exact`, or at least so many. Null: not known without paying for it. */
export interface CountFacts {
  readonly count: number;
  readonly exact: boolean;
}

export interface DecisionFacts {
  readonly at: number;
  readonly text: string;
}

/** One labourer in the overview. */
export interface LabourerFacts {
  readonly labourer_id: string;
  readonly paused: boolean;
  /** In force: the operator's, or else the configured one. */
  readonly cap: number;
  readonly configured_cap: number;
  /** Set by an operator; null where the configuration's counts. */
  readonly operator_cap: number | null;
  readonly allowance: number;
  /** Slots in use. */
  readonly running: number;
  readonly queued: CountFacts | null;
  /** Seconds since the head of the queue was created; null for an empty queue. */
  readonly oldest_wait: number | null;
  readonly expired: number | null;
  readonly retrying: number | null;
  /** Tasks in the archive. */
  readonly done: number | null;
  readonly dead: number | null;
  readonly cancelled: number | null;
  /** Over the last five minutes; null without a recorded past. */
  readonly done_per_minute: number | null;
  readonly failed_per_minute: number | null;
  /** Of the attempts that ended in the last hour, 0 to 1; null where none did. */
  readonly share_failed: number | null;
  /** Tasks done, a number for each of the last 30 stretches of two minutes. */
  readonly sparkline: readonly number[];
  /** 0 Bad to 4 High; null before the first decision. */
  readonly status: number | null;
  readonly decision: DecisionFacts | null;
}

export interface OverviewFacts {
  readonly at: number;
  readonly labourers: readonly LabourerFacts[];
  /** What this answer cost, where reading costs something. */
  readonly read_units: number | null;
}

/** A stretch of one labourer's ecology on one time axis; all lists are as long as `at`. */
export interface EcologyFacts {
  readonly labourer_id: string;
  readonly at: readonly number[];
  readonly running: readonly (number | null)[];
  readonly allowance: readonly (number | null)[];
  readonly cap: readonly (number | null)[];
  readonly queued: readonly (number | null)[];
  readonly oldest_wait: readonly (number | null)[];
  readonly status: readonly (number | null)[];
  /** The share of the cap that the status allows, 0 to 1. */
  readonly coefficient: readonly (number | null)[];
  /** Done and failed a minute, since the sample before. */
  readonly done_per_minute: readonly (number | null)[];
  readonly failed_per_minute: readonly (number | null)[];
  readonly metrics: readonly {
    readonly name: string;
    readonly values: readonly (number | null)[];
    /** `<=`: the lower the better. */
    readonly operator: string;
    /** Where each status begins, best first. */
    readonly thresholds: readonly { readonly status: number; readonly name: string; readonly value: number }[];
    /** What the metric counts as without data. */
    readonly no_data_status: number;
  }[];
  readonly decisions: readonly DecisionFacts[];
}

/** The greenfield axis: every open task of a labourer on one line. */
export interface AxisFacts {
  readonly labourer_id: string;
  readonly at: number;
  /** Of the queue, at most some hundreds, evenly chosen from its head: places. */
  readonly queued: {
    readonly count: CountFacts;
    readonly head: number | null;
    readonly tail: number | null;
    readonly places: readonly number[];
  };
  /** Of attempts: seconds since their claim. */
  readonly running: { readonly count: CountFacts; readonly ages: readonly number[] };
  readonly expired: { readonly count: CountFacts; readonly ages: readonly number[] };
  readonly completed: { readonly count: CountFacts };
  /** Seconds; an attempt has expired once both are over. */
  readonly duration: number;
  readonly cooldown: number;
  readonly links: { readonly head: string | null };
}

export interface JobFacts {
  readonly job_id: string;
  readonly labourer_id: string;
  readonly created_at: number;
  readonly tasks: number | null;
  readonly open: number;
  readonly retrying: number;
  readonly done: number;
  readonly dead: number;
  readonly cancelled: number;
  readonly retries: number;
  /** When it was counted; null: exact. */
  readonly counted_at: number | null;
}

/** A job's tasks as dates × attribute values. */
export interface GridFacts {
  readonly job_id: string;
  readonly at: number;
  /** What the rows are (`words`, or `topic › words`), one of `dimensions`. */
  readonly row_name: string;
  readonly column_name: string;
  /** Attributes that rows and columns may be, in the order of the chunk tree. */
  readonly dimensions: readonly string[];
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** By row, then column: tasks by state; null where the job has no task. The first task's id, for a look at it. */
  readonly cells: readonly (readonly ({
    readonly states: Readonly<Record<string, number>>;
    readonly task_id: string;
  } | null)[])[];
  readonly tasks: number;
  /** Tasks that are not in the grid, because it would have been too large. */
  readonly left_out: number;
  /** `events` where each task's trail was read, else `rows`: told from the rows' own instants. */
  readonly source: 'events' | 'rows';
}

/** A task in a list. */
export interface TaskFacts {
  readonly task_id: string;
  readonly labourer_id: string;
  readonly state: string;
  readonly job_id: string | null;
  readonly created_at: number;
  readonly greenfield: number;
  readonly attempts: number;
  readonly failed_attempts: number;
  readonly redrives: number;
  readonly completed_at: number | null;
  readonly closed_at: number | null;
  readonly desired_launch_time: number | null;
  readonly last_error: { readonly name: string; readonly message: string } | null;
  readonly payload: Json;
  /** `stat_…`, `result_…` and columns of the user's own. */
  readonly [extra: string]: Json | undefined;
}

export interface TasksFacts {
  readonly tasks: readonly TaskFacts[];
  readonly next: string | null;
  readonly examined: number;
}

export interface SearchCostFacts {
  readonly rows: number;
  readonly exact: boolean;
  readonly read_units: number | null;
  readonly orders: readonly string[];
}

/** One point of a task's life. */
export interface LifeEventFacts {
  readonly at: number;
  /** `created`, `invoked`, `completed`, … as the task log has them; `waits until` and `expires` may lie ahead. */
  readonly event: string;
  readonly author: string | null;
  readonly details: JsonObject | null;
  /** Where the log of that attempt can be read; null where nobody knows. */
  readonly log_url: string | null;
}

export interface TaskLifeFacts {
  readonly task: TaskFacts;
  readonly events: readonly LifeEventFacts[];
  /** `events`: the task log; `row`: only the instants that the row itself has. */
  readonly source: 'events' | 'row';
  readonly explanation: readonly ReasonFacts[];
}

/** One reason, the first the most important. */
export interface ReasonFacts {
  /** Stable: `paused`, `health`, `cap`, `queue`, `retry-delay`, … */
  readonly code: string;
  readonly text: string;
  /** What to do about it, where something can be done. */
  readonly advice: string | null;
}

export interface ExplanationFacts {
  readonly labourer_id: string;
  readonly at: number;
  readonly reasons: readonly ReasonFacts[];
  /** The decisions that led here, newest first. */
  readonly decisions: readonly DecisionFacts[];
}

/** Dead tasks of a labourer with the same error. */
export interface DeadGroupFacts {
  readonly labourer_id: string;
  /** The filter `error_group` finds them by it. */
  readonly error: string;
  readonly count: number;
  readonly newest_closed_at: number;
  readonly sample_task_id: string;
}

export interface DeadFacts {
  readonly groups: readonly DeadGroupFacts[];
  /** Dead tasks that were looked at; `more` where there are others. */
  readonly examined: number;
  readonly more: boolean;
}

/** What is counted and what it costs, or would cost on AWS, by docs/cost.md. */
export interface CostFacts {
  readonly currency: 'USD';
  /** `counted`: from changes that were counted here; `metrics`: from the deployment's published counts. */
  readonly source: 'counted' | 'metrics';
  readonly since: number | null;
  readonly labourers: readonly {
    readonly labourer_id: string;
    readonly tasks: number;
    readonly attempts: number;
    readonly write_units: number;
    readonly cost: number;
    readonly cost_per_million_tasks: number | null;
  }[];
  readonly cost: number;
}

export interface OperationFacts {
  readonly operation_id: string;
  readonly at: number;
  readonly by: string;
  readonly action: string;
  readonly state: string;
  readonly target: JsonObject;
  readonly changed: number | null;
  readonly skipped: number | null;
  readonly matched: number | null;
  readonly error: string | null;
}

/** What a bulk operation would do. */
export interface PreviewFacts {
  readonly action: string;
  readonly filter: JsonObject;
  readonly matched: number;
  /** Whether all were counted, or counting ended at `matched`. */
  readonly exact: boolean;
  readonly sample: readonly TaskFacts[];
}

export interface ErrorFacts {
  readonly error: { readonly code: string; readonly message: string; readonly path?: string };
}
