/** The WorkerAssistant on AWS: it records what workers report, and starts the next task with the slot that came free. */

import { LambdaClient } from '@aws-sdk/client-lambda';
import { lambdaClientOptions } from '../../adapters/lambda/lambda-client-options.js';
import { LambdaFunctionSettings } from '../../adapters/lambda/lambda-function-settings.js';
import { LambdaInvoker } from '../../adapters/lambda/lambda-invoker.js';
import type { WorkerAssistant } from '../../application/worker-assistant.js';
import type { Environment } from '../config/environment.js';
import { ObservedInvoker } from '../lambda/observed-ports.js';
import type { Essential } from '../lambda/run-essential.js';
import { awsContainer, awsEssential } from './aws-common.js';
import { awsNotifier } from './aws-reports.js';
import { PORTS, USE_CASES } from './tokens.js';
import { bindAttempts, bindDispatching, bindReporting, bindWorkerAssistant } from './use-cases.js';

export function awsWorkerAssistant(environment: Environment): Essential<{ readonly assistant: WorkerAssistant }> {
  const aws = awsContainer(environment);
  const { clock, logger } = aws;
  const client = new LambdaClient(lambdaClientOptions);
  const functions = new LambdaFunctionSettings({ client, clock, logger });
  const invoker = new ObservedInvoker(new LambdaInvoker({ client }), aws.facts);
  const notifier = awsNotifier(client, logger, false);
  return awsEssential(aws, (container) => {
    container.bind(PORTS.functions).toConstantValue(functions);
    container.bind(PORTS.invoker).toConstantValue(invoker);
    container.bind(PORTS.notifier).toConstantValue(notifier);
    bindReporting(container);
    bindDispatching(container);
    bindAttempts(container);
    bindWorkerAssistant(container);
    return { assistant: container.get(USE_CASES.assistant) };
  });
}
