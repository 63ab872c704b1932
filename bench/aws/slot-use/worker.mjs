/** Sleeps for five seconds, writes down when, and tells the WorkerAssistant. */

import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

const TASK_MS = 5000;
const lambda = new LambdaClient({});

export async function handler({ task_id, sosw_attempt: attempt }) {
  const startedMs = Date.now();
  await sleep(TASK_MS);
  appendFileSync(process.env.ATTEMPTS_FILE, `${JSON.stringify({ startedMs, endedMs: Date.now() })}\n`);
  const message = { action: 'mark_task_as_completed', task_id, attempt };
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName: 'sosw_worker_assistant', Payload: JSON.stringify(message) }),
  );
  if (answer.FunctionError !== undefined) throw new Error(new TextDecoder().decode(answer.Payload));
}
