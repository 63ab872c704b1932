/** The configuration's one schema: every key that the product knows, what it may hold, and what it means. */

import type * as z from 'zod/mini';
import { DEFAULT_CAP, DEFAULT_COOLDOWN, DEFAULT_DURATION, DEFAULT_MAX_ATTEMPTS } from '../../domain/labourer.js';
import { DEFAULT_TASK_SETTINGS as TASKS } from '../../domain/labourer.js';
import { DEFAULT_RETRY_POLICY as RETRY } from '../../domain/retry.js';
import { MAX_TASKS_PER_JOB } from '../../domain/job/plan.js';
import { DEFAULT_QUEUE_FILE } from '../../domain/job/queue-file-name.js';
import {
  anything,
  flag,
  listOf,
  map,
  named,
  number,
  oneOf,
  required,
  secondsAboveZero,
  setting,
  share,
  text,
  wholeNumber,
} from './setting.js';

/** `masked_keys`. */
export const DEFAULT_MASKED_KEYS: readonly string[] = [
  'password',
  'passwd',
  'secret',
  'token',
  'authorization',
  'api_key',
  'apikey',
  'access_key',
  'private_key',
  'credential',
];
/** `job_record_days`. */
export const DEFAULT_JOB_RECORD_DAYS = 30;
/** `rows_to_process`. */
export const DEFAULT_ROWS_TO_PROCESS = 50;

/** `config_max_age` in seconds. */
export const DEFAULT_CONFIG_MAX_AGE = 60;
/** `s3_prefix`. */
export const DEFAULT_S3_PREFIX = 'sosw/scheduler';
/** `create_rate`: one key of an index takes 1,000 writes a second, and claims and completions need their share of it. */
export const DEFAULT_CREATE_RATE = 800;
/** `shutdown_period` in seconds. */
export const DEFAULT_SHUTDOWN_PERIOD = 60;
/** `sosw_worker_assistant_lambda`. */
export const DEFAULT_WORKER_ASSISTANT = 'sosw_worker_assistant';

const REPORT = {
  sns_config: setting(
    map({
      recipient: setting(text(), 'Who is told of a dead task: a topic (ARN)'),
      subject: setting(text(), 'Subject of the message'),
    }),
    'Where reports of dead tasks go',
  ),
  notify_function: setting(text(), 'A function that is started with the report of a dead task'),
};

/** Of a labourer; in `task_config` they hold for every labourer that does not say otherwise. */
const INHERITED = {
  max_simultaneous_invocations: setting(
    wholeNumber(0),
    'The most attempts at once, at full health; 0 pauses the labourer',
    DEFAULT_CAP,
  ),
  duration: setting(secondsAboveZero(), 'Longest run of the worker', DEFAULT_DURATION),
  cooldown: setting(
    secondsAboveZero(),
    'Grace after `duration` before an unfinished task counts as expired',
    DEFAULT_COOLDOWN,
  ),
  max_attempts: setting(
    wholeNumber(1),
    'Attempts before a task is dead. `max_attempts_<labourer>` in `task_config` does the same',
    DEFAULT_MAX_ATTEMPTS,
  ),
  retry_policy: setting(
    oneOf(['linear', 'exponential']),
    'Delay before a retry: time-out × attempts, or time-out × 2^(attempts − 1)',
    RETRY.kind,
  ),
  retry_jitter: setting(share(), 'Share of the delay that is left to chance', RETRY.jitter),
  retry_max_delay: setting(secondsAboveZero(), 'Longest delay', RETRY.maxDelay),
  archive_on_completion: setting(
    flag(),
    'Completed tasks go to the archive at once, not with the next pass of the Scavenger',
    'true',
  ),
  ...REPORT,
};

const LOCAL = map(
  {
    module: setting(text('the path of a module'), 'A module that exports the worker as a function; or `command`'),
    handler: setting(
      text('the name of an export'),
      'The export that is called with the event',
      'handler, else default',
    ),
    config: setting(map({}), "The worker's own configuration, which on AWS is its stored document"),
    command: setting(
      listOf(text(), 'a list of a program and its arguments', 1),
      'A program that gets the event on its standard input and prints the result; no shell reads it',
    ),
  },
  'a map with module or command',
);

const HEALTH_METRIC = map({
  details: required(
    map({
      source: setting(text(), '`cloudwatch`, or on this machine `machine`, `command`, `http`', 'cloudwatch'),
      Name: setting(text(), 'The metric, as the manual writes it; `MetricName` is the same'),
      MetricName: setting(text(), 'Of `machine`: LoadAverage, LoadPerCpu, MemoryUsedPercent, MemoryFreeMiB'),
      Namespace: setting(text(), 'CloudWatch namespace'),
      Dimensions: setting(listOf(anything(), 'a list of maps of Name and Value'), 'CloudWatch dimensions'),
      Statistics: setting(
        listOf(anything(), 'a list of one statistic'),
        'Average, Maximum, Minimum, Sum, SampleCount or a percentile',
        'Average',
      ),
      Period: setting(secondsAboveZero(), 'What one datapoint sums up', 60),
      MetricAggregationTimeSlice: setting(secondsAboveZero(), 'How far back datapoints count', 300),
      command: setting(
        listOf(text(), 'a list of a program and its arguments'),
        'Of `command`: prints the number that is the value',
      ),
      url: setting(text('an http or https address'), 'Of `http`: answers the value'),
      json_path: setting(text('keys joined by dots'), 'Of `http`: where in the JSON answer the value stands'),
      timeout: setting(secondsAboveZero(), 'Of `command` and `http`: longest time for one sample', 5),
    }),
    'What is measured, and how',
  ),
  feelings: required(
    named(number(), 'a map from status (0 Bad to 4 High) to threshold'),
    'From status 4 down, the first threshold that the value satisfies gives the status; none gives 0',
  ),
  feeling_comparison_operator: required(
    text('one of <, <=, >, >=, ==, or lt, le, gt, ge, eq'),
    'How the value is compared with the thresholds',
  ),
  no_data_status: setting(anything('a status from 0 (Bad) to 4 (High)'), 'What counts without a value', 2),
});

const LABOURER = map({
  arn: setting(text(), 'ARN or name of the function', "the labourer's name"),
  ...INHERITED,
  timeout: setting(
    secondsAboveZero(),
    'Longest run of the worker on this machine, after which it is stopped; delays of retries count with it',
    'duration',
  ),
  health_metrics: setting(
    named(HEALTH_METRIC, 'a map from name to metric'),
    'What the labourer depends on; the worst of them decides how much of the cap it may use',
  ),
  local: setting(LOCAL, 'How the worker is run on this machine'),
});

const TASK_CONFIG = map({
  labourers: required(named(LABOURER, 'a map from name to labourer'), 'The kinds of workers, by name'),
  ...INHERITED,
  ecology_config: setting(
    map({
      default_metric_values: setting(map({}), 'Details for metrics that do not have them of their own'),
    }),
    'Settings of the ecology',
  ),
  greenfield_invocation_delta: setting(
    secondsAboveZero(),
    "Added to a task's greenfield when it is claimed",
    TASKS.invocationDelta,
  ),
  greenfield_task_step: setting(wholeNumber(1), "Distance between neighbours in a labourer's queue", TASKS.taskStep),
  retry_tasks_limit: setting(wholeNumber(1), 'Due retries per page', TASKS.retryTasksLimit),
  max_closed_to_analyse_for_duration: setting(
    wholeNumber(1),
    'Newest closed tasks that the average duration is taken from',
    TASKS.closedToAnalyse,
  ),
  dynamo_db_config: setting(
    map({
      table_name: setting(text(), 'Table of the open tasks', 'sosw_tasks'),
      index_greenfield: setting(text(), 'Its index by labourer and greenfield', 'sosw_tasks_greenfield'),
      field_names: setting(named(text(), 'a map from column to its name'), 'Other names for columns'),
    }),
    'Names in the store, in SQLite as in DynamoDB',
  ),
  sosw_closed_tasks_table: setting(text(), 'Table of the closed tasks', 'sosw_closed_tasks'),
  sosw_closed_tasks_labourer_status_index: setting(
    text(),
    'Its index by labourer, status and closing time',
    'labourer_task_status_with_time',
  ),
  sosw_retry_tasks_table: setting(text(), 'Table of the tasks that wait for a retry', 'sosw_retry_tasks'),
  sosw_retry_tasks_greenfield_index: setting(text(), 'Its index by launch time', 'labourer_id_greenfield'),
});

const JOB_SCHEMA = map({
  chunkable_attrs: setting(
    listOf(anything(), 'a list of attributes in the singular, outermost first'),
    'What jobs are chunked by: `["section", {}]` or just `section`',
    '[]',
  ),
});

const SCHEDULE = map({
  cron: required(text('five or six fields of cron'), 'When, as in crontab; a sixth field in front is seconds'),
  time_zone: setting(text('a name of the time zone database'), 'Where the clock of `cron` hangs', 'time_zone'),
  job: setting(map({}), 'The job itself, with its `lambda_name` or `labourer_id`; or `job_file`'),
  job_file: setting(text('the path of a file'), 'A YAML or JSON file with the job'),
});

/** Relative paths are relative to the folder of the configuration file. */
export const CONFIG_SCHEMA = map({
  task_config: required(TASK_CONFIG, 'Labourers and what concerns their tasks'),
  job_schema: setting(JOB_SCHEMA, 'How jobs are chunked, unless a variant `default` says so'),
  job_schema_variants: setting(
    named(JOB_SCHEMA, 'a map from name to schema'),
    'Schemas that a job picks by `job_schema_name`; without one `default` applies',
  ),
  time_zone: setting(text('a name of the time zone database'), 'Where "today" is, for periods of jobs', 'UTC'),
  custom_period_patterns: setting(
    named(anything(), 'a map from name or pattern to period'),
    'Periods of your own; see below',
  ),
  schedules: setting(named(SCHEDULE, 'a map from name to schedule'), 'Jobs that `sosw dev` schedules by the clock'),
  max_tasks_per_job: setting(wholeNumber(1), 'Larger jobs are refused; `sosw plan` shows any size', MAX_TASKS_PER_JOB),
  invocation_payload_limit: setting(wholeNumber(2048), 'Bytes of the largest event', TASKS.payloadLimit),
  queue_file: setting(text('a plain file name'), 'Queue files are named after it', DEFAULT_QUEUE_FILE),
  rows_to_process: setting(wholeNumber(1), 'Least rows of a queue file per checkpoint', DEFAULT_ROWS_TO_PROCESS),
  job_record_days: setting(
    wholeNumber(1),
    "How long a job's identity is remembered, so that it is not scheduled twice",
    DEFAULT_JOB_RECORD_DAYS,
  ),
  invocation_number_coefficient: setting(
    map({}, 'a map from status (0 Bad to 4 High) to a share of the cap'),
    'What share of its cap a labourer of each health may use',
    '0: 0, 1: 0, 2: 0.5, 3: 0.75, 4: 1',
  ),
  masked_keys: setting(
    listOf(text(), 'a list of texts'),
    'Values under keys that contain one of these, in either case, are not shown by the dashboard',
    DEFAULT_MASKED_KEYS.join(', '),
  ),
  task_events: setting(flag(), 'Keeps what happens to each task (`sosw_tasks_meta`), for `sosw tasks show`', 'false'),
  ...REPORT,
  config_max_age: setting(
    secondsAboveZero(),
    'On AWS: how old what was read of the configuration may be before it is read again',
    DEFAULT_CONFIG_MAX_AGE,
  ),
  queue_bucket: setting(
    text('the name of a bucket'),
    'On AWS: where queue files stand; `sosw_scheduler` does not start without it',
    'SOSW_QUEUE_BUCKET',
  ),
  s3_prefix: setting(
    text('keys joined by slashes'),
    'On AWS: the folder of queue files in the bucket',
    DEFAULT_S3_PREFIX,
  ),
  create_rate: setting(
    wholeNumber(1),
    'On AWS: tasks a second that one Scheduler adds at most; one key of an index takes 1000 writes a second',
    DEFAULT_CREATE_RATE,
  ),
  shutdown_period: setting(
    secondsAboveZero(),
    'On AWS: what is left of a run for its end, a quarter of the run at most; no new work begins in it',
    DEFAULT_SHUTDOWN_PERIOD,
  ),
  closed_days: setting(wholeNumber(1), 'On AWS: closed tasks are removed after so many days', 'never'),
  meta_days: setting(wholeNumber(1), 'On AWS: events of tasks are removed after so many days', 'never'),
  job_counters: setting(
    oneOf(['periodic', 'off']),
    'On AWS: whether the Scavenger counts how far unfinished jobs are, now and then, for lists of jobs',
    'periodic',
  ),
  sosw_worker_assistant_lambda: setting(
    text('ARN or name of a function'),
    'On AWS: the function that workers report to',
    DEFAULT_WORKER_ASSISTANT,
  ),
});

export type ConfigSettings = z.infer<typeof CONFIG_SCHEMA>;
export type ScheduleSettings = z.infer<typeof SCHEDULE>;
export type LabourerSettings = z.infer<typeof LABOURER>;
