/** From a topic's name to its ARN, which is all that SNS takes. */

import { RefusedError } from '../../../domain/errors.js';

/** A name is a topic in the function's own account and region, as `functionArn` says them. Throws `worker.topic` for a name without one. */
export function topicArn(topic: string, functionArn: string | undefined): string {
  if (topic.startsWith('arn:')) return topic;
  const [, partition, , region, account] = functionArn?.split(':') ?? [];
  if (partition !== undefined && region && account) return `arn:${partition}:sns:${region}:${account}:${topic}`;
  throw new RefusedError('worker.topic', {
    path: 'dead_sns_topic',
    expected: "the topic's ARN, since the function's own is not known",
    found: topic,
  });
}
