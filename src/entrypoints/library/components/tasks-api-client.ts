/** Tells the WorkerAssistant over HTTP that a task is done or has failed: for workers that can't invoke its function. */

import { setTimeout as pause } from 'node:timers/promises';
import { RefusedError, SoswError } from '../../../domain/errors.js';
import { isMap, refuseUnlessJsonMap } from '../../../domain/job/json.js';
import type { Json, JsonObject, TaskError } from '../../../domain/task.js';
import { mapArgument, numberArgument, refusedArgument, textArgument } from '../argument.js';
import { type ServiceUrl, serviceUrl } from './service-url.js';
import { type AwsCredentials, type PostAnswer, signedPost } from './signed-post.js';

const CODE = 'tasks_api.argument';
/** A row of DynamoDB holds 400 KB, and the result becomes part of the task's. */
const MESSAGE_BYTES_MAX = 380_000;
const ATTEMPTS = 4;
const TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const ERROR_MESSAGE_MAX = 1000;

/** Where and how a message is sent. */
export interface TasksApiOptions {
  /** A function URL or an API's address: https, or http on this machine. */
  readonly url: string;
  /** Default: that of the host, then `AWS_REGION`. */
  readonly region?: string;
  /** The service that a signature names. Default: `lambda` for a function URL, else `execute-api`. */
  readonly service?: string;
  /** Default: the SDK's own chain of providers, so the role of a function. */
  readonly credentials?: AwsCredentials;
  /** How often a message is sent at most; default 4. Sent again: what was throttled (429), failed (5xx), or had no answer. */
  readonly maxSends?: number;
  /** Milliseconds for one answer; default 10 000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Waits between two sendings, in milliseconds. */
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/** What the WorkerAssistant is told of a task. */
export interface TaskReport {
  readonly taskId: string;
  /** The event's `sosw_attempt`, so that a late message of an older attempt is known as one. */
  readonly attempt?: number;
  readonly stats?: JsonObject;
  readonly result?: JsonObject;
}

/** A failed task's report. */
export interface FailureReport extends TaskReport {
  /** The worker's error; of its message the first 1000 characters are sent. */
  readonly error?: Error | TaskError;
}

/** What the API answered: JSON where it is JSON, else its text. */
export interface TasksApiAnswer {
  readonly status: number;
  readonly body: Json | undefined;
}

/** What a tasks API refused, or did not answer in the end. `status` is that of its last answer, undefined where none came. */
export class TasksApiError extends SoswError {
  readonly status: number | undefined;

  constructor(code: string, message: string, options: { status?: number; retryable?: boolean; cause?: unknown }) {
    super(code, message, options);
    this.status = options.status;
  }
}

/**
 * Marks a task as completed. The message is sent again where its answer was lost: completing is idempotent.
 *
 * @param options - Where to send, and the task's id, attempt, stats and result.
 * @returns The API's answer; the WorkerAssistant's is `{ outcome: 'recorded' | 'ignored' }`.
 * @throws RefusedError `tasks_api.argument` for wrong arguments. TasksApiError: `tasks_api.refused` for a status of 3xx or 4xx,
 * `tasks_api.unavailable` (retryable) when the last sending had no good answer, `tasks_api.credentials` without any keys to sign with,
 * `tasks_api.aborted`.
 * @example
 * ```ts
 * const url = 'https://abc123.lambda-url.eu-west-1.on.aws/';
 * await closeTask({ url, taskId: event.task_id, attempt: event.sosw_attempt, result: { rows: 42 } });
 * ```
 */
export async function closeTask(options: TasksApiOptions & TaskReport): Promise<TasksApiAnswer> {
  return new TasksApiClient(options).closeTask(options);
}

/**
 * Marks a task's attempt as failed: it is retried, or dead, as its labourer's settings say.
 *
 * @param options - Where to send, and the task's id, attempt, error, stats and result.
 * @returns The API's answer.
 * @throws The same errors as `closeTask`.
 * @example
 * ```ts
 * await failTask({ url, taskId: event.task_id, attempt: event.sosw_attempt, error });
 * ```
 */
export async function failTask(options: TasksApiOptions & FailureReport): Promise<TasksApiAnswer> {
  return new TasksApiClient(options).failTask(options);
}

/**
 * The same for several tasks: it keeps where to send, and the credentials.
 *
 * @example
 * ```ts
 * const tasks = new TasksApiClient({ url });
 * await tasks.closeTask({ taskId, result });
 * ```
 */
export class TasksApiClient {
  readonly #options: TasksApiOptions;
  readonly #to: ServiceUrl;
  readonly #maxSends: number;
  readonly #timeoutMs: number;
  #credentials: AwsCredentials | undefined;

  /** @throws RefusedError `tasks_api.argument` for a URL or an option that can't be used. */
  constructor(options: TasksApiOptions) {
    mapArgument({ code: CODE, path: 'options' }, options, 'a map of options');
    const { url, region, service, credentials, maxSends = ATTEMPTS, timeoutMs = TIMEOUT_MS } = options;
    this.#to = serviceUrl(url, { region, service });
    this.#maxSends = numberArgument({ code: CODE, path: 'maxSends' }, maxSends, { from: 1, to: 20, whole: true });
    this.#timeoutMs = numberArgument({ code: CODE, path: 'timeoutMs' }, timeoutMs, { from: 1, to: 900_000 });
    this.#credentials = credentials;
    this.#options = options;
  }

  /** Marks a task as completed: see the function `closeTask`. */
  closeTask(report: TaskReport): Promise<TasksApiAnswer> {
    return this.#send('mark_task_as_completed', report);
  }

  /** Marks a task's attempt as failed: see the function `failTask`. */
  failTask(report: FailureReport): Promise<TasksApiAnswer> {
    return this.#send('mark_task_as_failed', report);
  }

  async #send(action: string, report: FailureReport): Promise<TasksApiAnswer> {
    const body = messageText(action, report);
    const { sleep = pause, signal } = this.#options;
    for (let sends = 1; ; sends++) {
      const tried = await this.#try(body);
      if (!(tried instanceof TasksApiError)) return tried;
      if (!tried.retryable || sends >= this.#maxSends || signal?.aborted) throw tried;
      await sleep(pauseMs(sends));
    }
  }

  /** The answer, or why there is none that counts. */
  async #try(body: string): Promise<TasksApiAnswer | TasksApiError> {
    const { signal } = this.#options;
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    try {
      const credentials = await this.#identity();
      const both = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
      return answered(await signedPost(this.#to, body, { credentials, signal: both }));
    } catch (error) {
      if (error instanceof TasksApiError) return error;
      if (signal?.aborted) return new TasksApiError('tasks_api.aborted', 'the message was given up', { cause: error });
      const why = timeout.aborted ? `no answer within ${this.#timeoutMs} ms` : 'no answer';
      return new TasksApiError('tasks_api.unavailable', `${this.#to.url.host}: ${why}`, {
        retryable: true,
        cause: error,
      });
    }
  }

  /** Resolved before signing, so that missing keys are told from a connection that failed. */
  async #identity(): Promise<AwsCredentials> {
    try {
      this.#credentials ??= (await import('@aws-sdk/credential-provider-node')).defaultProvider();
      return typeof this.#credentials === 'function' ? await this.#credentials() : this.#credentials;
    } catch (cause) {
      throw new TasksApiError('tasks_api.credentials', 'there are no AWS credentials to sign with', { cause });
    }
  }
}

function messageText(action: string, report: FailureReport): string {
  const { taskId, attempt, stats, result, error } = mapArgument({ code: CODE, path: 'report' }, report);
  textArgument({ code: CODE, path: 'taskId' }, taskId, { max: 256, expected: "the task's id, 1 to 256 characters" });
  if (attempt !== undefined) {
    numberArgument({ code: CODE, path: 'attempt' }, attempt, { from: 1, to: Number.MAX_SAFE_INTEGER, whole: true });
  }
  const message = { action, task_id: taskId, attempt, stats, result, error: errorOf(error) };
  refuseUnlessJsonMaps({ stats, result });
  const text = JSON.stringify(message);
  const bytes = Buffer.byteLength(text);
  if (bytes <= MESSAGE_BYTES_MAX) return text;
  const expected = `at most ${MESSAGE_BYTES_MAX} bytes with the stats: a row of DynamoDB holds 400 KB`;
  throw new RefusedError(CODE, { path: 'result', expected, found: bytes });
}

function refuseUnlessJsonMaps(maps: Readonly<Record<string, unknown>>): void {
  for (const [path, value] of Object.entries(maps)) {
    if (value === undefined) continue;
    mapArgument({ code: CODE, path }, value);
    try {
      refuseUnlessJsonMap(value, path);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      throw new RefusedError(CODE, { path: error.path, expected: error.expected });
    }
  }
}

function errorOf(error: unknown): TaskError | undefined {
  if (error === undefined) return undefined;
  if (!isMap(error) || typeof error.message !== 'string') {
    throw refusedArgument({ code: CODE, path: 'error' }, 'an Error, or a map of name and message', error);
  }
  const name = typeof error.name === 'string' && error.name !== '' ? error.name : 'Error';
  return { name: name.slice(0, 200), message: error.message.slice(0, ERROR_MESSAGE_MAX) };
}

function answered({ status, text }: PostAnswer): TasksApiAnswer {
  if (status >= 200 && status < 300)
    return { status, body: text === undefined || text === '' ? undefined : jsonOf(text) };
  const why = `the tasks API answered ${status}${errorCode(text)}`;
  if (status === 429 || status >= 500)
    throw new TasksApiError('tasks_api.unavailable', why, { status, retryable: true });
  throw new TasksApiError('tasks_api.refused', why, { status });
}

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The code that the WorkerAssistant names, and nothing else of an answer: it may quote what was sent. */
function errorCode(text: string | undefined): string {
  const body = text === undefined ? undefined : jsonOf(text);
  const code = isMap(body) && isMap(body.error) ? body.error.code : undefined;
  return typeof code === 'string' && /^[a-z_.]{1,64}$/.test(code) ? ` (${code})` : '';
}

/** Twice as long each time, at random up to the full length, so that many workers do not come back at once. */
const pauseMs = (sends: number): number =>
  Math.random() * Math.min(FIRST_PAUSE_MS * 2 ** (sends - 1), LONGEST_PAUSE_MS);
