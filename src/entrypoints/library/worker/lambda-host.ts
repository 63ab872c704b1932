/**
 * The host of a worker that runs as a Lambda function: it reports to the WorkerAssistant and asks it, starts siblings, reads configuration
 * documents.
 */

import type { InvocationType } from '@aws-sdk/client-lambda';
import { httpStatusOf } from '../../../adapters/shared/aws-errors.js';
import { SoswError } from '../../../domain/errors.js';
import type { JsonObject } from '../../../domain/task.js';
import { isJsonObject } from '../../../domain/worker-event.js';
import type { WorkerEnvironment } from '../../config/worker-environment.js';
import { readConfigDocument } from './config-document.js';
import type { LambdaContext, WorkerHost } from './lambda-context.js';
import { repeated } from './repeated.js';
import type { ReportMessage } from './report-message.js';
import type { TaskOfEvent } from './task-of-event.js';
import { topicArn } from './topic-arn.js';
import { type WorkerClients, workerClients } from './worker-clients.js';

/** Of the WorkerAssistant: an unknown task, or a message of another form; the same again is refused again. */
const REFUSALS = /^(task\.unknown$|message\.|name\.)/;

/** A question is an invocation of the WorkerAssistant, so a worker that lives for minutes asks a dozen times in each. */
const CHECK_PAUSE_MS = 5_000;
/** The worker's work waits for the answer. */
const QUESTION_MS = 3_000;

/** `context` is that of the invocation. */
export function lambdaHost(
  environment: WorkerEnvironment,
  context: LambdaContext,
  clients: WorkerClients = workerClients,
): WorkerHost {
  const ownName = context.invokedFunctionArn ?? context.functionName ?? environment.functionName;
  return {
    report: (message, assistant = environment.workerAssistant) => report(clients, assistant, message),
    isCancelled: (task, assistant = environment.workerAssistant) => ask(clients, assistant, task),
    checkPauseMs: CHECK_PAUSE_MS,
    configOf: (name) => readConfigDocument(clients, environment, name),
    ...(ownName === undefined ? {} : { spawn: (event) => spawn(clients, ownName, event) }),
    publish: async ({ topic, subject, message }) => {
      const { PublishCommand } = await import('@aws-sdk/client-sns');
      const TopicArn = topicArn(topic, context.invokedFunctionArn);
      await (await clients.sns()).send(new PublishCommand({ TopicArn, Subject: subject, Message: message }));
    },
  };
}

/** Repeats what may succeed later: a lost answer, a throttled call, an error of the store behind it. */
const report = (clients: WorkerClients, assistant: string, message: ReportMessage): Promise<void> =>
  repeated(async () => {
    const { failure } = await invoke(clients, assistant, 'RequestResponse', message).catch((cause: unknown) => {
      const text = `${assistant} could not be told of the task's end`;
      throw new SoswError('report.lost', text, { retryable: isTransient(cause), cause });
    });
    if (failure === undefined) return;
    throw new SoswError('report.refused', `${assistant}: ${failure.name}: ${failure.message}`, {
      retryable: !REFUSALS.test(failure.name),
    });
  });

/** Asked once: the next check asks again. */
async function ask(clients: WorkerClients, assistant: string, { id, attempt }: TaskOfEvent): Promise<boolean> {
  const question = { action: 'is_task_cancelled', task_id: id, ...(attempt === undefined ? {} : { attempt }) };
  const abortSignal = AbortSignal.timeout(QUESTION_MS);
  const { failure, answer } = await invoke(clients, assistant, 'RequestResponse', question, { abortSignal });
  if (failure === undefined) return isJsonObject(answer) && answer.cancelled === true;
  throw new SoswError('report.refused', `${assistant}: ${failure.name}: ${failure.message}`);
}

/** Sent once: an invocation whose answer was lost may run, and is told apart (`sibling.unknown`) from one that was refused. */
async function spawn(clients: WorkerClients, functionName: string, event: JsonObject): Promise<void> {
  await invoke(clients, functionName, 'Event', event).catch((cause: unknown) => {
    throw isTransient(cause) && httpStatusOf(cause) !== 429
      ? new SoswError('sibling.unknown', `${functionName}: whether a sibling was started is not known`, { cause })
      : new SoswError('sibling.refused', `${functionName}: no sibling was started`, { retryable: true, cause });
  });
}

/** What a function answered: its JSON, or what it threw. */
interface Answered {
  readonly answer?: unknown;
  readonly failure?: { readonly name: string; readonly message: string };
}

/** Rejects with the SDK's error. */
async function invoke(
  clients: WorkerClients,
  functionName: string,
  type: InvocationType,
  event: JsonObject,
  options: { readonly abortSignal?: AbortSignal } = {},
): Promise<Answered> {
  const { InvokeCommand } = await import('@aws-sdk/client-lambda');
  const Payload = new TextEncoder().encode(JSON.stringify(event));
  const client = await clients.lambda();
  const command = new InvokeCommand({ FunctionName: functionName, InvocationType: type, Payload });
  const { FunctionError, Payload: payload } = await client.send(command, options);
  const answer = parsed(payload);
  if (FunctionError === undefined) return { answer };
  const { errorType = FunctionError, errorMessage = '' } = isJsonObject(answer) ? answer : {};
  return { failure: { name: String(errorType), message: String(errorMessage) } };
}

/** What Lambda refuses for good (403, 404, …) is not asked again; 408, 429, 5xx and failed connections are. */
function isTransient(error: unknown): boolean {
  const status = httpStatusOf(error);
  return status === undefined || status === 408 || status === 429 || status >= 500;
}

function parsed(answer: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(answer));
  } catch {
    return undefined;
  }
}
