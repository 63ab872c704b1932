/** A kind of worker in code: its settings, checked against what the caps rely on. */

import { Duration } from 'aws-cdk-lib';
import { type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** What the labourer's configuration says as well; `labourerSettings` gives it in the documents' words. */
export interface LabourerOptions {
  /** The most attempts at once, at full health. Default 1. */
  readonly cap?: number;
  /** Longest run of the worker. Default: the function's time-out, or 15 minutes where that is not known. */
  readonly duration?: Duration;
  /** Grace after `duration` before an unfinished task counts as expired, 90 s at least. Default 5 minutes. */
  readonly cooldown?: Duration;
  /** Attempts before a task is dead. Default 3. */
  readonly maxAttempts?: number;
  /** Who is told of its dead tasks. Default: the deployment's own topic. */
  readonly reportTo?: ITopic | IFunction;
  /** Whether the worker may start further runs of itself, to hand on the rest of its work. Default false. */
  readonly siblings?: boolean;
  /** An alarm tells of a task that waits longer. Default 1 hour. */
  readonly oldestTask?: Duration;
}

export interface Labourer {
  readonly id: string;
  readonly functionArn: string;
  readonly cap: number;
  readonly duration: Duration;
  readonly cooldown: Duration;
  readonly maxAttempts: number;
}

/** Of Lambda: no function runs longer, and no event waits for less than a minute at least, or for more than 6 hours. */
const LONGEST_RUN = Duration.minutes(15);
const SHORTEST_EVENT_AGE_S = 60;
const LONGEST_EVENT_AGE_S = 21_600;
/** An event of 60 s at least, clocks that differ, and a function that is slow to be stopped. */
const SHORTEST_COOLDOWN_S = 90;
/** Of the cooldown, for clocks that differ and a function that is slow to be stopped. */
const SLACK_S = 30;

/** Throws where a value is out of range, or the worker may run longer than its duration. */
export function checkedLabourer(
  id: string,
  functionArn: string,
  options: LabourerOptions,
  timeout: Duration | undefined,
): Labourer {
  const { cap = 1, maxAttempts = 3, cooldown = Duration.minutes(5) } = options;
  const duration = options.duration ?? timeout ?? LONGEST_RUN;
  const refuse = (path: string, expected: string, found: unknown): never => {
    throw new Error(`labourer ${id}: ${path}: expected ${expected}, found ${found}`);
  };
  if (!/^[^\p{Cc}/]{1,170}$/u.test(id)) refuse('id', '1 to 170 printable characters without "/"', id);
  if (!Number.isSafeInteger(cap) || cap < 0) refuse('cap', 'a whole number, 0 or more', cap);
  if (!Number.isSafeInteger(maxAttempts) || maxAttempts < 1)
    refuse('maxAttempts', 'a whole number from 1', maxAttempts);
  if (cooldown.toSeconds() < SHORTEST_COOLDOWN_S) {
    refuse(
      'cooldown',
      `${SHORTEST_COOLDOWN_S} s at least, so that an attempt has ended before its task expires`,
      cooldown,
    );
  }
  if (timeout !== undefined && timeout.toSeconds() > duration.toSeconds()) {
    refuse('duration', `at least the function's time-out of ${timeout.toSeconds()} s`, `${duration.toSeconds()} s`);
  }
  return { id, functionArn, cap, duration, cooldown, maxAttempts };
}

/** The function's time-out where it was made in code: Lambda's own default of 3 s counts too. */
export const timeoutOf = (fn: IFunction): Duration | undefined =>
  fn instanceof LambdaFunction ? (fn.timeout ?? Duration.seconds(3)) : undefined;

/**
 * How long an asynchronous event may wait for the function. The Orchestrator sends it before half the cooldown is over, so an
 * attempt that begins at the last moment still ends before its task counts as expired.
 */
export function eventAge({ cooldown }: Labourer): Duration {
  const age = Math.floor(cooldown.toSeconds() / 2) - SLACK_S;
  return Duration.seconds(Math.min(Math.max(age, SHORTEST_EVENT_AGE_S), LONGEST_EVENT_AGE_S));
}

/** As it stands below `task_config.labourers` in the configuration's documents. */
export const labourerSettings = ({ functionArn, cap, duration, cooldown, maxAttempts }: Labourer) => ({
  arn: functionArn,
  max_simultaneous_invocations: cap,
  duration: duration.toSeconds(),
  cooldown: cooldown.toSeconds(),
  max_attempts: maxAttempts,
});
