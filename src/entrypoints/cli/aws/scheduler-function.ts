/** Sends a job to the Scheduler's function, and understands what it answers. */

import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { RefusedError, SoswError } from '../../../domain/errors.js';
import type { Json, JsonObject } from '../../../domain/task.js';
import { isJsonObject } from '../../../domain/worker-event.js';

/** Lambda's limits of an event: of one that is answered, and of one that is queued. */
const EVENT_BYTES_MAX = { RequestResponse: 6_291_456, Event: 1_048_576 } as const;

/** Milliseconds: a function runs for 15 minutes at most. Sent once; the job's identity makes sending it again safe. */
const CLIENT = { maxAttempts: 1, requestHandler: { connectionTimeout: 2000, requestTimeout: 910_000 } };

export interface SchedulerCall {
  readonly region: string;
  readonly functionName: string;
  readonly event: JsonObject;
  /** Does not wait for the answer. */
  readonly isQueued: boolean;
}

/** What the function answered; undefined where nobody waited. Throws what it failed with, under its own code. */
export async function callScheduler({
  region,
  functionName,
  event,
  isQueued,
}: SchedulerCall): Promise<Json | undefined> {
  const type = isQueued ? 'Event' : 'RequestResponse';
  const payload = Buffer.from(JSON.stringify(event));
  if (payload.length > EVENT_BYTES_MAX[type]) {
    const expected = `an event of at most ${EVENT_BYTES_MAX[type]} bytes${isQueued ? ' (six times as many without --async)' : ''}`;
    throw new RefusedError('job.size', { path: 'job', expected, found: payload.length });
  }
  const command = new InvokeCommand({ FunctionName: functionName, InvocationType: type, Payload: payload });
  const { FunctionError, Payload } = await new LambdaClient({ ...CLIENT, region }).send(command);
  const text = Buffer.from(Payload ?? []).toString('utf8');
  const answer = parsed(text);
  if (FunctionError !== undefined) throw failureOf(functionName, FunctionError, answer);
  return isQueued ? undefined : answer;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text === '' ? 'null' : text);
  } catch {
    return text;
  }
}

/** Codes of the product are names like `job.period`; anything else was not expected over there either. */
const CODE = /^[a-z_]+\.[a-z_.]+$/;

function failureOf(functionName: string, kind: string, answer: Json): SoswError {
  const { errorType, errorMessage } = isJsonObject(answer) ? answer : { errorType: null, errorMessage: null };
  const code = typeof errorType === 'string' && CODE.test(errorType) ? errorType : 'scheduler.failed';
  const message = typeof errorMessage === 'string' ? errorMessage : `it failed (${kind}) without saying why`;
  return new SoswError(code, `${functionName}: ${message}`);
}
