/** The WorkerAssistant as a function: a worker's message, as it is or in an envelope of EventBridge. */

import type { WorkerAssistant } from '../../application/worker-assistant.js';
import { bodyOf } from './events.js';
import { type Essential, type LambdaHandler, runEssential } from './run-essential.js';

export const workerAssistantHandler = (essential: Essential<{ readonly assistant: WorkerAssistant }>): LambdaHandler =>
  runEssential(essential, (event, { composed: { assistant } }) => assistant.handle(bodyOf(event)));
