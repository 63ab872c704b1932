/** What somebody should be told of. Without data nothing is wrong: metrics of tasks exist only while there are tasks. */

import { Duration } from 'aws-cdk-lib';
import { Alarm, type AlarmProps, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EssentialFunctions } from './functions.js';
import { MINUTE, oldestTaskAge, overAll } from './metrics.js';
import { ESSENTIALS, functionName } from './names.js';

export interface Alarming {
  readonly prefix: string;
  readonly topic: ITopic;
}

const FIVE_MINUTES = Duration.minutes(5);
const IN_ONE_PERIOD = { evaluationPeriods: 1 };
/** One failure is made good by a retry or the next tick; failures that go on are not. */
const MOSTLY = { evaluationPeriods: 3, datapointsToAlarm: 2 };

export function makeAlarms(
  scope: Construct,
  functions: EssentialFunctions,
  options: Alarming & { readonly deadLetters: IQueue },
): void {
  for (const essential of ESSENTIALS) {
    const name = functionName(options.prefix, essential);
    alarm(scope, `Errors-${essential}`, options, {
      alarmDescription: `${name} failed again and again: look into its log`,
      metric: functions[essential].metricErrors({ period: FIVE_MINUTES }),
      threshold: 0,
      ...MOSTLY,
    });
    alarm(scope, `Throttles-${essential}`, options, {
      alarmDescription: `${name} was refused: the account's concurrent executions are used up, or the function's reserved ones`,
      metric: functions[essential].metricThrottles({ period: FIVE_MINUTES }),
      threshold: 0,
      ...MOSTLY,
    });
  }
  alarm(scope, 'DeadLetters', options, {
    alarmDescription: 'Events could not be worked: each message of the queue holds one with its error',
    metric: options.deadLetters.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES }),
    threshold: 0,
    ...IN_ONE_PERIOD,
  });
}

/** Of any labourer, whichever essential closed them. */
export function alarmOnDeadTasks(scope: Construct, options: Alarming): void {
  alarm(scope, 'DeadTasks', options, {
    alarmDescription: 'Tasks used up their attempts: sosw tasks --aws lists them',
    metric: overAll(options.prefix, 'SUM', 'TasksDead', FIVE_MINUTES),
    threshold: 0,
    ...IN_ONE_PERIOD,
  });
}

/** A defect, of the product or of whoever else writes its tables. Of any labourer, whichever essential found it. */
export function alarmOnBrokenInvariants(scope: Construct, options: Alarming): void {
  alarm(scope, 'InvariantsBroken', options, {
    alarmDescription: "A change broke the product's promise: search the essentials' logs for 'an invariant is broken'",
    metric: overAll(options.prefix, 'SUM', 'InvariantsBroken', FIVE_MINUTES),
    threshold: 0,
    ...IN_ONE_PERIOD,
  });
}

/** For one labourer. */
export function alarmOnOldestTask(
  scope: Construct,
  options: Alarming & { readonly labourer: string; readonly age: Duration },
): void {
  const { prefix, labourer, age } = options;
  alarm(scope, `OldestTask-${labourer}`, options, {
    alarmDescription: `A task of ${labourer} waits longer than ${age.toHumanString()}: is its cap too low, or its health bad?`,
    metric: oldestTaskAge(prefix, functionName(prefix, 'orchestrator'), labourer),
    threshold: age.toSeconds(),
    evaluationPeriods: 5,
  });
}

/** For all labourers at once, where they are not known in code. */
export function alarmOnOldestOfAll(scope: Construct, options: Alarming & { readonly age: Duration }): void {
  alarm(scope, 'OldestTask', options, {
    alarmDescription: `A task waits longer than ${options.age.toHumanString()}: the dashboard shows of which labourer`,
    metric: overAll(options.prefix, 'MAX', 'OldestTaskAge', MINUTE),
    threshold: options.age.toSeconds(),
    evaluationPeriods: 5,
  });
}

function alarm(
  scope: Construct,
  id: string,
  { prefix, topic }: Alarming,
  props: Omit<AlarmProps, 'comparisonOperator' | 'treatMissingData' | 'alarmName'>,
): void {
  const made = new Alarm(scope, `Alarm-${id}`, {
    ...props,
    alarmName: `${prefix}-${id}`,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  made.addAlarmAction(new SnsAction(topic));
  made.addOkAction(new SnsAction(topic));
}
