/** The Orchestrator on AWS: health from CloudWatch, workers as Lambda functions. */

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { CloudWatchMetricsSource } from '../../adapters/cloudwatch/cloudwatch-metrics-source.js';
import { lambdaClientOptions } from '../../adapters/lambda/lambda-client-options.js';
import { LambdaInvoker } from '../../adapters/lambda/lambda-invoker.js';
import type { Environment } from '../config/environment.js';
import { ObservedInvoker } from '../lambda/observed-ports.js';
import type { OrchestratorParts } from '../lambda/orchestrator-handler.js';
import { QueueGauges } from '../lambda/queue-gauges.js';
import type { Essential } from '../lambda/run-essential.js';
import { awsContainer, awsEssential } from './aws-common.js';
import { awsNotifier } from './aws-reports.js';
import { PORTS, SETTINGS, USE_CASES } from './tokens.js';
import { bindDispatching, bindOrchestrator, bindReporting } from './use-cases.js';

/** Milliseconds, and requests in all: a pass does not wait longer for metrics than for a missing one. */
const METRICS_CLIENT = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

export function awsOrchestrator(environment: Environment): Essential<OrchestratorParts> {
  const aws = awsContainer(environment);
  const functions = new LambdaClient(lambdaClientOptions);
  const invoker = new ObservedInvoker(new LambdaInvoker({ client: functions }), aws.facts);
  const metrics = new CloudWatchMetricsSource({ client: new CloudWatchClient(METRICS_CLIENT) });
  const notifier = awsNotifier(functions, aws.logger, false);
  return awsEssential(aws, (container, config, store) => {
    container.bind(PORTS.invoker).toConstantValue(invoker);
    container.bind(PORTS.metrics).toConstantValue(metrics);
    container.bind(PORTS.notifier).toConstantValue(notifier);
    container.bind(SETTINGS.coefficients).toConstantValue(config.coefficients);
    bindReporting(container);
    bindDispatching(container);
    bindOrchestrator(container);
    const { facts, clock, logger } = aws;
    return {
      orchestrator: container.get(USE_CASES.orchestrator),
      gauges: new QueueGauges({ store, facts, clock, logger }),
    };
  });
}
