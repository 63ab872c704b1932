/** Ends every task at once, as `ACTION` says. */

import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

const lambda = new LambdaClient({});

export async function handler({ task_id, sosw_attempt: attempt }) {
  const action = process.env.ACTION;
  const error = action === 'mark_task_as_failed' ? { name: 'E2eError', message: 'as the test wants it' } : undefined;
  const message = { action, task_id, attempt, error };
  await lambda.send(new InvokeCommand({ FunctionName: 'sosw_worker_assistant', Payload: JSON.stringify(message) }));
}
