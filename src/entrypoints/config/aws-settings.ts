/** What the configuration says of the essentials on AWS alone. */

import { RefusedError } from '../../domain/errors.js';
import { type Seconds, seconds } from '../../domain/time.js';
import {
  type ConfigSettings,
  DEFAULT_CONFIG_MAX_AGE,
  DEFAULT_CREATE_RATE,
  DEFAULT_S3_PREFIX,
  DEFAULT_SHUTDOWN_PERIOD,
  DEFAULT_WORKER_ASSISTANT,
} from './schema.js';

export interface AwsSettings {
  /** How old what was read may be before it is read again. */
  readonly configMaxAge: Seconds;
  /** Where queue files stand. */
  readonly queueBucket?: string;
  /** The folder of queue files in the bucket, without a slash at its ends. */
  readonly queuePrefix: string;
  /** Tasks a second that one Scheduler adds at most. */
  readonly createRate: number;
  /** What is left of a run for its end. */
  readonly shutdownPeriod: Seconds;
  /** Days after which closed tasks, and events of tasks, are removed; absent for never. */
  readonly closedDays?: number;
  readonly metaDays?: number;
  /** Whether the Scavenger counts the tasks of unfinished jobs now and then: `job_counters`. */
  readonly recountsJobs: boolean;
  /** ARN or name of the function that workers report to. */
  readonly workerAssistant: string;
}

/** `queueBucket` is the deployment's own bucket, where the configuration names none. */
export function awsSettings(settings: ConfigSettings, queueBucket?: string): AwsSettings {
  const bucket = settings.queue_bucket ?? queueBucket;
  const { closed_days, meta_days } = settings;
  return {
    configMaxAge: seconds(settings.config_max_age ?? DEFAULT_CONFIG_MAX_AGE),
    queuePrefix: (settings.s3_prefix ?? DEFAULT_S3_PREFIX).replace(/^\/+|(?<!\/)\/+$/g, ''),
    createRate: settings.create_rate ?? DEFAULT_CREATE_RATE,
    shutdownPeriod: seconds(settings.shutdown_period ?? DEFAULT_SHUTDOWN_PERIOD),
    recountsJobs: settings.job_counters !== 'off',
    workerAssistant: settings.sosw_worker_assistant_lambda ?? DEFAULT_WORKER_ASSISTANT,
    ...(bucket ? { queueBucket: bucket } : {}),
    ...(closed_days ? { closedDays: closed_days } : {}),
    ...(meta_days ? { metaDays: meta_days } : {}),
  };
}

/** Refuses (`config.missing`) a configuration without a bucket: a Scheduler would have nowhere to put a job's rows. */
export function requiredBucket({ queueBucket }: AwsSettings): string {
  if (queueBucket !== undefined) return queueBucket;
  throw new RefusedError('config.missing', {
    path: 'queue_bucket',
    expected: 'the name of the bucket for queue files',
    hint: 'Set it in sosw_essential_config, or the variable SOSW_QUEUE_BUCKET of the function',
  });
}
