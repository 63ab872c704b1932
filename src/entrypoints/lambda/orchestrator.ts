/** The function `sosw_orchestrator`: what Lambda loads. */

import { awsOrchestrator } from '../composition/aws-orchestrator.js';
import { functionEnvironment } from '../config/environment.js';
import { orchestratorHandler } from './orchestrator-handler.js';

/** Made once a container: its clients and connections serve all its invocations. */
export const handler = orchestratorHandler(awsOrchestrator(functionEnvironment()));
