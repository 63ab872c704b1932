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

/** Made once a container. */
export function awsNotifier(functions: LambdaClient, logger: Logger): Notifier {
  return new TargetedNotifier({
    topic: new SnsNotifier({ client: new SNSClient(TOPIC_CLIENT), logger }),
    function: new FunctionNotifier({ client: functions, logger }),
  });
}
