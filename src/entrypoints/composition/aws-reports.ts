/** Binds how people are told of dead tasks on AWS: by a topic, by a function of their own, or by both. */

import type { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { FunctionNotifier } from '../../adapters/lambda/function-notifier.js';
import { TargetedNotifier } from '../../adapters/shared/targeted-notifier.js';
import { SnsNotifier } from '../../adapters/sns/sns-notifier.js';
import type { Logger } from '../../application/ports/logger.js';
import type { Notifier } from '../../application/ports/notifier.js';

/** Milliseconds, and requests in all; a report that does not arrive is sent again with the Scavenger's next pass. */
const TOPIC_CLIENT = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

/**
 * Made once a container. Documents of the Python system tell the Scavenger alone who is to be told: another essential that knows of nobody
 * (`withoutTarget: false`) leaves its dead tasks' reports to the Scavenger's next pass.
 */
export function awsNotifier(functions: LambdaClient, logger: Logger, withoutTarget: boolean): Notifier {
  return new TargetedNotifier({
    withoutTarget,
    topic: new SnsNotifier({ client: new SNSClient(TOPIC_CLIENT), logger }),
    function: new FunctionNotifier({ client: functions, logger }),
  });
}
