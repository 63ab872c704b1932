/** The function `sosw_scavenger`: what Lambda loads. */

import { awsScavenger } from '../composition/aws-scavenger.js';
import { functionEnvironment } from '../config/environment.js';
import { scavengerHandler } from './scavenger-handler.js';

/** Made once a container: its clients and connections serve all its invocations. */
export const handler = scavengerHandler(awsScavenger(functionEnvironment()));
