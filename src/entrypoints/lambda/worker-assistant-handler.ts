/** The WorkerAssistant as a function: a worker's message, as it is, in an envelope of EventBridge, or over HTTP. */

import type { WorkerAssistant } from '../../application/worker-assistant.js';
import { bodyOf, overHttp } from './events.js';
import { type Essential, type LambdaHandler, runEssential } from './run-essential.js';

export const workerAssistantHandler = (essential: Essential<{ readonly assistant: WorkerAssistant }>): LambdaHandler =>
  overHttp(
    runEssential(essential, async (event, { composed: { assistant } }) => {
      const answer = await assistant.handle(bodyOf(event));
      if (answer.outcome === 'ignored' && answer.reason === 'already completed') {
        essential.facts.count(answer.labourerId, 'CompletionsRepeated');
      }
      return answer;
    }),
  );
