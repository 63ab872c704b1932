/** The function `sosw_scheduler`: what Lambda loads. */

import { awsScheduler } from '../composition/aws-scheduler.js';
import { functionEnvironment } from '../config/environment.js';
import { schedulerHandler } from './scheduler-handler.js';

/** Made once a container: its clients and connections serve all its invocations. */
export const handler = schedulerHandler(awsScheduler(functionEnvironment()));
