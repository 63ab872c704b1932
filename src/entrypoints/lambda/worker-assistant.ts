/** The function `sosw_worker_assistant`: what Lambda loads. */

import { awsWorkerAssistant } from '../composition/aws-worker-assistant.js';
import { functionEnvironment } from '../config/environment.js';
import { workerAssistantHandler } from './worker-assistant-handler.js';

/** Made once a container: its clients and connections serve all its invocations. */
export const handler = workerAssistantHandler(awsWorkerAssistant(functionEnvironment()));
