/**
 * Counts how often a word was used in the posts of a topic on a day, and tells the WorkerAssistant. The event is the payload of one
 * task (`topics`, `words`, `date_list`) with the task's own fields (`task_id`, `sosw_attempt`, …).
 */

import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

const lambda = new LambdaClient({});

export async function handler(event) {
  const {
    topics: [topic],
    words: [word],
    date_list: [date],
  } = event;
  const result = { topic, word, date, count: await countOf(topic, word, date) };
  await markAsCompleted(event, result);
  return result;
}

/** Stands for the slow, fragile interface that a real worker would ask. */
async function countOf(topic, word, date) {
  await new Promise((resolve) => setTimeout(resolve, 500));
  return [...`${topic}${word}${date}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1000, 7);
}

/** Without the number of the attempt the task would be completed just so, and its slot come free only after its time. */
async function markAsCompleted({ task_id, sosw_attempt: attempt }, result) {
  const message = { action: 'mark_task_as_completed', task_id, attempt, result };
  const answer = await lambda.send(
    new InvokeCommand({
      FunctionName: process.env.SOSW_WORKER_ASSISTANT ?? 'sosw_worker_assistant',
      Payload: JSON.stringify(message),
    }),
  );
  if (answer.FunctionError !== undefined)
    throw new Error(`the WorkerAssistant: ${new TextDecoder().decode(answer.Payload)}`);
}
