/** What starts the essentials: a rule a minute for those that tick, and one for each job that is scheduled. */

import { Duration } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EssentialFunctions } from './functions.js';
import { functionName, jobRuleName, TICKING, tickRuleName } from './names.js';

/** The Scheduler's tick carries nothing: it looks for queue files that a crashed run left. */
export function makeTicks(
  scope: Construct,
  functions: EssentialFunctions,
  options: { readonly prefix: string; readonly isEnabled: boolean },
): readonly Rule[] {
  return TICKING.map((essential) => {
    const ruleName = tickRuleName(options.prefix, essential);
    const target = new LambdaTarget(functions[essential], {
      event: RuleTargetInput.fromObject({}),
      retryAttempts: 0,
      maxEventAge: Duration.minutes(1),
    });
    return new Rule(scope, `Tick-${essential}`, {
      ruleName,
      description: `Starts ${functionName(options.prefix, essential)} every minute`,
      schedule: Schedule.rate(Duration.minutes(1)),
      enabled: options.isEnabled,
      targets: [target],
    });
  });
}

/** A job that is scheduled by a rule of EventBridge. */
export interface ScheduledJob {
  /** In UTC. */
  readonly schedule: Schedule;
  /** As `sosw schedule` takes it: the labourer and what is to be chunked. */
  readonly job: Readonly<Record<string, unknown>>;
  /** Default true. */
  readonly enabled?: boolean;
}

/**
 * The job travels as an EventBridge event does, with that event's id: it is the job's identity, so that an event which EventBridge
 * delivers twice is one job.
 */
export function makeJobRule(
  scope: Construct,
  id: string,
  scheduled: ScheduledJob,
  to: { readonly prefix: string; readonly scheduler: IFunction; readonly deadLetters: IQueue },
): Rule {
  if (!/^[A-Za-z0-9_.-]{1,30}$/.test(id)) {
    throw new Error(`schedule: expected an id of 1 to 30 letters, digits, "_", "-" and ".", found ${id}`);
  }
  return new Rule(scope, `Job-${id}`, {
    ruleName: jobRuleName(to.prefix, id),
    description: 'Sends a job to the Scheduler',
    schedule: scheduled.schedule,
    enabled: scheduled.enabled ?? true,
    targets: [
      new LambdaTarget(to.scheduler, {
        event: RuleTargetInput.fromObject({
          id: EventField.eventId,
          time: EventField.time,
          'detail-type': EventField.detailType,
          detail: scheduled.job,
        }),
        deadLetterQueue: to.deadLetters,
      }),
    ],
  });
}
