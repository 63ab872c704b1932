/** The host of a worker that runs as a Lambda function: it reports to the WorkerAssistant, starts siblings, reads configuration documents. */

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
import { topicArn } from './topic-arn.js';
import { type WorkerClients, workerClients } from './worker-clients.js';

/** Of the WorkerAssistant: an unknown task, or a message of another form; the same again is refused again. */
const REFUSALS = /^(task\.unknown$|message\.|name\.)/;

/** `context` is that of the invocation. */
export function lambdaHost(
  environment: WorkerEnvironment,
  context: LambdaContext,
  clients: WorkerClients = workerClients,
): WorkerHost {
  const ownName = context.invokedFunctionArn ?? context.functionName ?? environment.functionName;
  return {
    report: (message, assistant = environment.workerAssistant) => report(clients, assistant, message),
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
    const failure = await invoke(clients, assistant, 'RequestResponse', message).catch((cause: unknown) => {
      const text = `${assistant} could not be told of the task's end`;
      throw new SoswError('report.lost', text, { retryable: isTransient(cause), cause });
    });
    if (failure === undefined) return;
    throw new SoswError('report.refused', `${assistant}: ${failure.name}: ${failure.message}`, {
      retryable: !REFUSALS.test(failure.name),
    });
  });

/** Sent once: an invocation whose answer was lost may run, and is told apart (`sibling.unknown`) from one that was refused. */
async function spawn(clients: WorkerClients, functionName: string, event: JsonObject): Promise<void> {
  await invoke(clients, functionName, 'Event', event).catch((cause: unknown) => {
    throw isTransient(cause) && httpStatusOf(cause) !== 429
      ? new SoswError('sibling.unknown', `${functionName}: whether a sibling was started is not known`, { cause })
      : new SoswError('sibling.refused', `${functionName}: no sibling was started`, { retryable: true, cause });
  });
}

/** Resolves with what the function threw, if it did. Rejects with the SDK's error. */
async function invoke(
  clients: WorkerClients,
  functionName: string,
  type: InvocationType,
  event: JsonObject,
): Promise<{ readonly name: string; readonly message: string } | undefined> {
  const { InvokeCommand } = await import('@aws-sdk/client-lambda');
  const Payload = new TextEncoder().encode(JSON.stringify(event));
  const client = await clients.lambda();
  const answer = await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: type, Payload }));
  if (answer.FunctionError === undefined) return undefined;
  const thrown = parsed(answer.Payload);
  const { errorType = answer.FunctionError, errorMessage = '' } = isJsonObject(thrown) ? thrown : {};
  return { name: String(errorType), message: String(errorMessage) };
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
