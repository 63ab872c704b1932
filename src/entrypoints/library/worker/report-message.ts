/** What a worker tells the WorkerAssistant: the messages it sends, and the bounds of what they carry. */

import type { Json, JsonObject } from '../../../domain/task.js';
import { isJsonObject } from '../../../domain/worker-event.js';
import type { StatValues } from '../stats.js';
import type { TaskOfEvent } from './task-of-event.js';

/** A report, in the words of the WorkerAssistant's event. */
export type ReportMessage = JsonObject & {
  readonly action: 'mark_task_as_completed' | 'mark_task_as_failed';
  readonly task_id: string;
};

/** Characters of an error's message that are kept, as the WorkerAssistant keeps them. */
const MESSAGE_CHARACTERS = 1000;
const NAME_CHARACTERS = 200;
/** Characters of a result's JSON: it stands in the task's row, which may have 400 KB in all. */
export const RESULT_CHARACTERS_MAX = 100_000;

export const completion = (task: TaskOfEvent, stats: StatValues, result: unknown): ReportMessage => ({
  ...head('mark_task_as_completed', task, stats),
  ...resultPart(result),
});

export const failure = (task: TaskOfEvent, stats: StatValues, thrown: unknown): ReportMessage => ({
  ...head('mark_task_as_failed', task, stats),
  error: errorFacts(thrown),
});

/**
 * The end of an attempt whose worker noticed that its task was cancelled. Not a completion: the work may be half done, and the task another
 * attempt's by now. What the worker gave is kept with a cancelled task.
 */
export const cancelled = (
  task: TaskOfEvent,
  stats: StatValues,
  end: { reason: unknown; result: unknown },
): ReportMessage => ({
  ...failure(task, stats, end.reason),
  ...resultPart(end.result),
});

const head = (action: ReportMessage['action'], { id, attempt }: TaskOfEvent, stats: StatValues): ReportMessage => ({
  action,
  task_id: id,
  ...(attempt === undefined ? {} : { attempt }),
  ...(Object.keys(stats).length === 0 ? {} : { stats }),
});

/** A map as it is, anything else as `{value}`; what JSON can't say, or is too large to be kept, is told instead of it. */
function resultPart(result: unknown): { readonly result?: JsonObject } {
  if (result === undefined || result === null) return {};
  const text = jsonText(result);
  if (text === undefined) return { result: { dropped: 'the result is not JSON' } };
  if (text.length > RESULT_CHARACTERS_MAX) {
    return { result: { dropped: `the result had ${text.length} characters; ${RESULT_CHARACTERS_MAX} are kept` } };
  }
  const value = JSON.parse(text) as Json;
  return { result: isJsonObject(value) ? value : { value } };
}

function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Class and message of what was thrown, which may be anything, also something that can't be turned into text. */
export function errorFacts(thrown: unknown): { readonly name: string; readonly message: string } {
  try {
    const { name, message } =
      thrown instanceof Error
        ? { name: codeOf(thrown) ?? thrown.name, message: thrown.message }
        : { name: 'Error', message: typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? String(thrown)) };
    return { name: String(name).slice(0, NAME_CHARACTERS), message: String(message).slice(0, MESSAGE_CHARACTERS) };
  } catch {
    return { name: 'Error', message: 'the worker threw something that has no text' };
  }
}

/** The product's own errors are known by their codes, which stay, and not by their class. */
const codeOf = (error: Error): string | undefined =>
  'code' in error && 'retryable' in error && typeof error.code === 'string' ? error.code : undefined;
