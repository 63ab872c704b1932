/** The variables that a deployment gives its functions: all that is known before the configuration is read. */

import { RefusedError } from '../../domain/errors.js';
import { type ConfigPlace, configPlace } from './worker-environment.js';

export interface Environment extends ConfigPlace {
  /** Names the function's own document: `<functionName>_config`. */
  readonly functionName: string;
  readonly queueBucket?: string;
  /** Under which CloudWatch keeps the metrics, and the dimension and field `service` of metrics and logs. */
  readonly metricsNamespace: string;
  readonly serviceName: string;
}

/** Refuses (`environment.missing`) a process that is no function: nothing would say which document is its own. */
export function functionEnvironment(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Environment {
  const functionName = variables.AWS_LAMBDA_FUNCTION_NAME;
  if (!functionName) {
    throw new RefusedError('environment.missing', {
      path: 'AWS_LAMBDA_FUNCTION_NAME',
      expected: "the function's name, which Lambda sets",
    });
  }
  return {
    functionName,
    ...configPlace(variables),
    metricsNamespace: variables.POWERTOOLS_METRICS_NAMESPACE || 'sosw',
    serviceName: variables.POWERTOOLS_SERVICE_NAME || functionName,
    ...(variables.SOSW_QUEUE_BUCKET ? { queueBucket: variables.SOSW_QUEUE_BUCKET } : {}),
  };
}
