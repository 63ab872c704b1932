/** Where people hear of what failed: topics for dead tasks and for alarms, and the queue of events that could not be worked. */

import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface Messages {
  readonly deadTasks: Topic;
  readonly alarms: Topic;
  readonly deadLetters: Queue;
}

export function makeMessages(scope: Construct, prefix: string, email: string | undefined): Messages {
  const deadTasks = new Topic(scope, 'DeadTasks', {
    topicName: `${prefix}_dead_tasks`,
    displayName: 'sosw: dead tasks',
    // The key of the account for SNS: whoever may publish may use it, without a grant of its own.
    masterKey: Alias.fromAliasName(scope, 'TopicKey', 'alias/aws/sns'),
    enforceSSL: true,
  });
  const messages = { deadTasks, alarms: makeAlarmTopic(scope, prefix), deadLetters: makeDeadLetters(scope, prefix) };
  if (email !== undefined) {
    for (const topic of [messages.deadTasks, messages.alarms]) topic.addSubscription(new EmailSubscription(email));
  }
  return messages;
}

/** A topic of its own: alarms can't be published under the account's SNS key. They hold names and figures, no payloads. */
function makeAlarmTopic(scope: Construct, prefix: string): Topic {
  const topic = new Topic(scope, 'Alarms', {
    topicName: `${prefix}_alarms`,
    displayName: 'sosw: alarms',
    enforceSSL: true,
  });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return topic;
}

function makeDeadLetters(scope: Construct, prefix: string): Queue {
  return new Queue(scope, 'DeadLetters', {
    queueName: `${prefix}_dead_letters`,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    // The longest that SQS keeps a message.
    retentionPeriod: Duration.days(14),
  });
}
