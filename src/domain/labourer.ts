/** A labourer: one kind of worker, as the configuration describes it. */

import type { HealthMetric } from './ecology/health-metric.js';
import { DEFAULT_INVOCATION_DELTA, DEFAULT_TASK_STEP, type InvocationWindow, invocationWindow } from './greenfield.js';
import type { LabourerId } from './ids.js';
import type { RetryPolicy } from './retry.js';
import { type EpochSeconds, type Seconds, seconds } from './time.js';

/** The settings of one kind of worker, checked. */
export interface Labourer {
  readonly id: LabourerId;
  /** What the Invoker starts: a function's ARN or name. */
  readonly arn: string;
  /** Longest run of the worker. */
  readonly duration: Seconds;
  /** Grace after `duration` before an unfinished task counts as expired. */
  readonly cooldown: Seconds;
  /** `max_simultaneous_invocations`; 0 pauses the labourer. */
  readonly cap: number;
  /** What the labourer's health is judged by, in the configuration's order. */
  readonly healthMetrics: readonly HealthMetric[];
  readonly maxAttempts: number;
  readonly retry: RetryPolicy;
  /** Completed tasks go to the archive at once, not with the Scavenger's next pass. */
  readonly archiveOnCompletion: boolean;
  /** Where reports of dead tasks go: `sns_config` and `notify_function` as configured. */
  readonly report: ReportTarget;
  /** Every setting as it stands in the configuration, those of the user's own included. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface ReportTarget {
  readonly recipient?: string;
  readonly subject?: string;
  readonly notifyFunction?: string;
}

export const DEFAULT_DURATION = seconds(900);
export const DEFAULT_COOLDOWN = seconds(300);
export const DEFAULT_MAX_ATTEMPTS = 3;
export const DEFAULT_CAP = 1;

/** Settings that hold for all tasks and labourers. */
export interface TaskSettings {
  /** `greenfield_invocation_delta`. */
  readonly invocationDelta: Seconds;
  /** `greenfield_task_step`. */
  readonly taskStep: number;
  /** `retry_tasks_limit`: due retries per page. */
  readonly retryTasksLimit: number;
  /** `max_closed_to_analyse_for_duration`. */
  readonly closedToAnalyse: number;
  /** `invocation_payload_limit` in bytes. */
  readonly payloadLimit: number;
}

export const DEFAULT_TASK_SETTINGS = {
  invocationDelta: DEFAULT_INVOCATION_DELTA,
  taskStep: DEFAULT_TASK_STEP,
  retryTasksLimit: 20,
  closedToAnalyse: 10,
  payloadLimit: 1_048_576,
} as const satisfies TaskSettings;

/** The borders between the phases of a labourer's open tasks at this moment. */
export const windowOf = (
  { duration, cooldown }: Labourer,
  { invocationDelta: delta }: Pick<TaskSettings, 'invocationDelta'>,
  now: EpochSeconds,
): InvocationWindow => invocationWindow(now, { delta, duration, cooldown });
