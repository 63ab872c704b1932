/** The Scavenger on AWS: time-outs of functions from Lambda, reports by SNS or by a function. */

import { LambdaClient } from '@aws-sdk/client-lambda';
import { lambdaClientOptions } from '../../adapters/lambda/lambda-client-options.js';
import { LambdaFunctionSettings } from '../../adapters/lambda/lambda-function-settings.js';
import type { Scavenger } from '../../application/scavenger.js';
import type { Environment } from '../config/environment.js';
import type { Essential } from '../lambda/run-essential.js';
import { awsContainer, awsEssential } from './aws-common.js';
import { awsNotifier } from './aws-reports.js';
import { PORTS, USE_CASES } from './tokens.js';
import { bindAttempts, bindReporting, bindScavenger } from './use-cases.js';

export function awsScavenger(environment: Environment): Essential<{ readonly scavenger: Scavenger }> {
  const aws = awsContainer(environment);
  const { clock, logger } = aws;
  const client = new LambdaClient(lambdaClientOptions);
  const functions = new LambdaFunctionSettings({ client, clock, logger });
  const notifier = awsNotifier(client, logger, true);
  return awsEssential(aws, (container) => {
    container.bind(PORTS.functions).toConstantValue(functions);
    container.bind(PORTS.notifier).toConstantValue(notifier);
    bindReporting(container);
    bindAttempts(container);
    bindScavenger(container);
    return { scavenger: container.get(USE_CASES.scavenger) };
  });
}
