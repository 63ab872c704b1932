/** The Scavenger on AWS: time-outs of functions from Lambda, reports by SNS or by a function. */

import { LambdaClient } from '@aws-sdk/client-lambda';
import { DynamoJobRegister } from '../../adapters/dynamodb/dynamo-job-register.js';
import { lambdaClientOptions } from '../../adapters/lambda/lambda-client-options.js';
import { LambdaFunctionSettings } from '../../adapters/lambda/lambda-function-settings.js';
import { JobRecounter } from '../../application/job-recounter.js';
import type { Environment } from '../config/environment.js';
import type { Essential } from '../lambda/run-essential.js';
import type { ScavengerParts } from '../lambda/scavenger-handler.js';
import { awsContainer, awsEssential } from './aws-common.js';
import { awsNotifier } from './aws-reports.js';
import { PORTS, USE_CASES } from './tokens.js';
import { bindAttempts, bindReporting, bindScavenger } from './use-cases.js';

export function awsScavenger(environment: Environment): Essential<ScavengerParts> {
  const aws = awsContainer(environment);
  const { database, clock, chance, logger } = aws;
  const jobs = new DynamoJobRegister({ client: database, clock, chance });
  const client = new LambdaClient(lambdaClientOptions);
  const functions = new LambdaFunctionSettings({ client, clock, logger });
  const notifier = awsNotifier(client, logger, true);
  return awsEssential(aws, (container, config, store) => {
    container.bind(PORTS.functions).toConstantValue(functions);
    container.bind(PORTS.notifier).toConstantValue(notifier);
    bindReporting(container);
    bindAttempts(container);
    bindScavenger(container);
    const scavenger = container.get(USE_CASES.scavenger);
    if (!config.aws.recountsJobs) return { scavenger };
    const { labourers } = config;
    return { scavenger, recounter: new JobRecounter({ store, jobs, labourers, clock, logger }) };
  });
}
