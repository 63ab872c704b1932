/** From a document to what the essentials are told: parsed once, checked whole, every problem told with its line where there are lines. */

import type { QueueFileSettings } from '../../application/queue-file-worker.js';
import type { SchedulerSettings } from '../../application/scheduler-settings.js';
import { storeNames } from '../../adapters/shared/store-names.js';
import { type Coefficients, coefficients, flooredCaps } from '../../domain/ecology/allowance.js';
import { ecoStatusName } from '../../domain/ecology/eco-status.js';
import type { SettingsMap } from '../../domain/ecology/settings-map.js';
import { RefusedError } from '../../domain/errors.js';
import { dayAt } from '../../domain/job/calendar.js';
import { type SchemasConfig, schemaFor } from '../../domain/job/job-schema.js';
import { MAX_TASKS_PER_JOB } from '../../domain/job/plan.js';
import { DEFAULT_QUEUE_FILE, refuseUnlessQueueFile } from '../../domain/job/queue-file-name.js';
import { DEFAULT_TASK_SETTINGS, type Labourer, type TaskSettings } from '../../domain/labourer.js';
import { readLabourer } from '../../domain/labourer-settings.js';
import { epochSeconds, type Seconds, seconds } from '../../domain/time.js';
import { EVENT_FIELDS_BYTES } from '../../domain/worker-event.js';
import { awsSettings } from './aws-settings.js';
import type { ConfigWarning, EssentialConfig } from './config.js';
import { ConfiguredLabourers } from './configured-labourers.js';
import { customPeriods } from './custom-periods.js';
import { DocumentError, type DocumentProblem, PROBLEMS_MAX, problemOf } from './document-error.js';
import {
  CONFIG_SCHEMA,
  type ConfigSettings,
  DEFAULT_CREATE_RATE,
  DEFAULT_JOB_RECORD_DAYS,
  DEFAULT_MASKED_KEYS,
  DEFAULT_ROWS_TO_PROCESS,
} from './schema.js';
import { configuredNames, storePath } from './store-naming.js';
import { suspiciousKeys } from './unknown-keys.js';

/** A configuration as it was found. */
export interface ConfigDocument {
  /** A file's name, or those of stored documents. */
  readonly file: string;
  readonly value: unknown;
  /** The line of the key at the end of a dotted path; undefined without a file to point into. */
  lineOf(path: string): number | undefined;
}

/** What the configuration's place decides, and not the configuration. */
export interface ConfigPlace {
  /** Rows of a queue file per checkpoint; `rows_to_process` may ask for more. */
  readonly rowsPerCheckpoint: number;
  /** How long a queue file is held without a checkpoint. */
  readonly leaseLife: Seconds;
  /** Bytes of the largest payload that the store takes; any without it. */
  readonly payloadBytes?: number;
  /** Whether tasks are added at `create_rate`, so that a batch of rows takes its time. */
  readonly isPaced?: boolean;
  /** The deployment's own bucket. */
  readonly queueBucket?: string | undefined;
}

/** One more than is told, which shows that there are more; the line of each costs a walk through the document. */
const RECORDED_MAX = PROBLEMS_MAX + 1;

/** The document as its schema has it: kinds and bounds are right, what values mean together is not looked at yet. */
export function parsedConfig(document: ConfigDocument): ConfigSettings {
  const result = CONFIG_SCHEMA.safeParse(document.value);
  if (result.success) return result.data;
  const [first, ...others] = result.error.issues.slice(0, RECORDED_MAX).map((issue): DocumentProblem => {
    const path = issue.path.join('.');
    const found = valueAt(document.value, issue.path);
    const code = found === undefined ? 'config.missing' : 'config.value';
    const line = lineAt(document, path);
    if (found === undefined) {
      return { code, path, ...line, expected: issue.message, message: `${path} is missing: expected ${issue.message}` };
    }
    return problemOf(new RefusedError(code, { path, expected: issue.message, found }), line);
  });
  if (first === undefined) throw new Error('a document was refused for no reason');
  throw new DocumentError(document.file, [first, ...others]);
}

function lineAt(document: ConfigDocument, path: string): { readonly line?: number } {
  const line = document.lineOf(path);
  return line === undefined ? {} : { line };
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key], value);

/** Collects what the parts of the product refuse, so that an author sees all of it at once. */
export class Reading {
  readonly #document: ConfigDocument;
  readonly #problems: DocumentProblem[] = [];

  constructor(document: ConfigDocument) {
    this.#document = document;
  }

  /** What `reader` reads, or `otherwise` when it refuses. `rename` makes the path in the file of the path that the reader knows. */
  part<Part>(reader: () => Part, otherwise: Part, rename: (path: string) => string = (path) => path): Part {
    try {
      return reader();
    } catch (error) {
      if (!(error instanceof RefusedError) || error instanceof DocumentError) throw error;
      if (this.#problems.length >= RECORDED_MAX) return otherwise;
      const path = rename(error.path);
      this.#problems.push(problemOf(error, { ...lineAt(this.#document, path), path }));
      return otherwise;
    }
  }

  refuseProblems(): void {
    const [first, ...others] = this.#problems;
    if (first !== undefined) throw new DocumentError(this.#document.file, [first, ...others]);
  }
}

/** What every essential needs of the settings. What is wrong in them is in `reading` afterwards. */
export function essentialConfig(
  settings: ConfigSettings,
  document: ConfigDocument,
  reading: Reading,
  place: ConfigPlace,
): Omit<EssentialConfig, 'hash'> & { readonly all: readonly Labourer[] } {
  const shares = reading.part(() => coefficients(settings.invocation_number_coefficient, COEFFICIENTS), undefined);
  const taskConfig = taskConfigOf(document.value as SettingsMap);
  const all = readLabourers(settings, taskConfig, reading);
  return {
    all,
    labourers: new ConfiguredLabourers(all, taskConfig),
    taskSettings: taskSettings(settings),
    schedulerSettings: schedulerSettings(settings, reading, place),
    queueFileSettings: queueFileSettings(settings, place),
    storeNames: reading.part(() => configuredNames(settings), storeNames(), storePath),
    coefficients: shares ?? coefficients({}, COEFFICIENTS),
    taskEvents: settings.task_events ?? false,
    maskedKeys: (settings.masked_keys ?? DEFAULT_MASKED_KEYS).map((key) => key.toLowerCase()),
    aws: awsSettings(settings, place.queueBucket),
    warnings: [...slips(document), ...(shares === undefined ? [] : flooredCapsOf(all, shares, document))],
  };
}

const COEFFICIENTS = 'invocation_number_coefficient';

/** `task_config` as it stands; reports may also be configured beside it, as the old Scavenger's documents have them. */
function taskConfigOf({ task_config, sns_config, notify_function }: SettingsMap): SettingsMap {
  return { sns_config, notify_function, ...(task_config as SettingsMap) };
}

function readLabourers({ task_config }: ConfigSettings, taskConfig: SettingsMap, reading: Reading): Labourer[] {
  return Object.entries(task_config.labourers).flatMap(([name, own]) => {
    const path = `task_config.labourers.${name}`;
    const rename = (refused: string) => (refused.startsWith('task_config') ? refused : path);
    return reading.part(() => [readLabourer(name, own, taskConfig, path)], [], rename);
  });
}

function taskSettings({ task_config: own, invocation_payload_limit: limit }: ConfigSettings): TaskSettings {
  const standard = DEFAULT_TASK_SETTINGS;
  return {
    invocationDelta: seconds(own.greenfield_invocation_delta ?? standard.invocationDelta),
    taskStep: own.greenfield_task_step ?? standard.taskStep,
    retryTasksLimit: own.retry_tasks_limit ?? standard.retryTasksLimit,
    closedToAnalyse: own.max_closed_to_analyse_for_duration ?? standard.closedToAnalyse,
    payloadLimit: limit ?? standard.payloadLimit,
  };
}

function schedulerSettings(settings: ConfigSettings, reading: Reading, place: ConfigPlace): SchedulerSettings {
  const { time_zone: timeZone, custom_period_patterns: periods } = settings;
  if (timeZone) reading.part(() => dayAt(epochSeconds(0), timeZone, 'time_zone'), 0);
  return {
    schemas: readSchemas(settings, reading),
    queueFile: reading.part(() => queueFileOf(settings.queue_file ?? DEFAULT_QUEUE_FILE), { stem: '', ext: '' }),
    maxTasksPerJob: settings.max_tasks_per_job ?? MAX_TASKS_PER_JOB,
    payloadLimit: Math.min(
      (settings.invocation_payload_limit ?? DEFAULT_TASK_SETTINGS.payloadLimit) - EVENT_FIELDS_BYTES,
      place.payloadBytes ?? Number.POSITIVE_INFINITY,
    ),
    ...(timeZone ? { timeZone } : {}),
    ...(periods
      ? { customPeriods: reading.part(() => customPeriods(periods, 'custom_period_patterns'), new Map()) }
      : {}),
  };
}

/** Every schema is read here once, so that a wrong one is refused before a job asks for it. */
function readSchemas({ job_schema, job_schema_variants }: ConfigSettings, reading: Reading): SchemasConfig {
  const variants = Object.entries(job_schema_variants ?? {}).filter(([, schema]) => schema !== null);
  const schemas = {
    ...(job_schema ? { job_schema } : {}),
    job_schema_variants: Object.fromEntries(variants),
  } as SchemasConfig;
  reading.part(() => schemaFor({ job_schema: schemas.job_schema }, undefined), undefined);
  for (const [name] of variants) {
    reading.part(() => schemaFor({ job_schema_variants: schemas.job_schema_variants ?? {} }, name), undefined);
  }
  return schemas;
}

function queueFileOf(name: string): { stem: string; ext: string } {
  try {
    refuseUnlessQueueFile(name, name);
  } catch {
    throw new RefusedError('config.value', { path: 'queue_file', expected: 'a plain file name', found: name });
  }
  const dot = name.lastIndexOf('.');
  return dot > 0 ? { stem: name.slice(0, dot), ext: name.slice(dot + 1) } : { stem: name, ext: '' };
}

function queueFileSettings(settings: ConfigSettings, { rowsPerCheckpoint, leaseLife, isPaced }: ConfigPlace) {
  const { rows_to_process, job_record_days, create_rate } = settings;
  const batchRows = Math.max(rows_to_process ?? DEFAULT_ROWS_TO_PROCESS, rowsPerCheckpoint);
  // A batch that took longer than its lease would be begun again and again, and never end.
  const inTime = Math.max(Math.floor(((create_rate ?? DEFAULT_CREATE_RATE) * leaseLife) / 4), 1);
  return {
    batchRows: isPaced ? Math.min(batchRows, inTime) : batchRows,
    recordDays: job_record_days ?? DEFAULT_JOB_RECORD_DAYS,
    leaseLife,
  } satisfies QueueFileSettings;
}

const slips = (document: ConfigDocument): ConfigWarning[] =>
  suspiciousKeys(CONFIG_SCHEMA, document.value)
    .slice(0, PROBLEMS_MAX)
    .map(({ path, message }) => ({ code: 'config.unknown_key', path, ...lineAt(document, path), message }));

/** Caps so small that a status which means to allow a share of them allows nothing. */
const flooredCapsOf = (
  labourers: readonly Labourer[],
  shares: Coefficients,
  document: ConfigDocument,
): ConfigWarning[] =>
  labourers
    .filter((labourer) => labourer.healthMetrics.length > 0)
    .flatMap((labourer) => {
      const statuses = flooredCaps(labourer.cap, shares).map(({ status }) => ecoStatusName(status));
      if (statuses.length === 0) return [];
      const path = `task_config.labourers.${labourer.id}.max_simultaneous_invocations`;
      const message = `${labourer.id}: a cap of ${labourer.cap} leaves no attempt at all at health ${statuses.join(' and ')}`;
      return [{ code: 'config.floored_cap', path, ...lineAt(document, path), message }];
    });
