import { Match, type Template } from 'aws-cdk-lib/assertions';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { aDeployment, theTemplate } from './a-deployment.js';

const TLS_ONLY = { Bool: { 'aws:SecureTransport': 'false' } };
const deniesWithoutTls = (template: Template, kind: string) =>
  template.allResourcesProperties(kind, {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny', Condition: TLS_ONLY })]) },
  });

describe('the bucket', () => {
  it('is private, encrypted, and reached by TLS only', () => {
    const template = theTemplate();
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    deniesWithoutTls(template, 'AWS::S3::BucketPolicy');
  });

  it('forgets finished jobs and broken uploads, and nothing else', () => {
    aDeployment({ jobRecordDays: 7, queuePrefix: 'jobs/' })
      .template()
      .hasResourceProperties('AWS::S3::Bucket', {
        LifecycleConfiguration: {
          Rules: [
            Match.objectEquals({
              Id: 'forget-finished-jobs',
              Prefix: 'jobs/done/',
              ExpirationInDays: 7,
              Status: 'Enabled',
            }),
            Match.objectEquals({
              Id: 'abort-broken-uploads',
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
              Status: 'Enabled',
            }),
          ],
        },
      });
  });

  it('may be one that exists already', () => {
    const { stack } = aDeployment();
    const template = aDeployment({ queueBucket: Bucket.fromBucketName(stack, 'Own', 'own-bucket') }).template();
    template.resourceCountIs('AWS::S3::Bucket', 0);
    expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).toContain(':s3:::own-bucket/sosw/scheduler/*');
  });
});

describe('topics and the dead-letter queue', () => {
  it('are encrypted where they carry payloads, and reached by TLS only', () => {
    const template = theTemplate();
    template.hasResourceProperties('AWS::SNS::Topic', {
      TopicName: 'sosw_dead_tasks',
      KmsMasterKeyId: { 'Fn::Join': ['', Match.arrayWith([':alias/aws/sns'])] },
    });
    template.allResourcesProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
    deniesWithoutTls(template, 'AWS::SNS::TopicPolicy');
    deniesWithoutTls(template, 'AWS::SQS::QueuePolicy');
  });

  it('send mail if an address is given', () => {
    theTemplate().resourceCountIs('AWS::SNS::Subscription', 0);
    const template = aDeployment({ email: 'someone@example.com' }).template();
    template.resourceCountIs('AWS::SNS::Subscription', 2);
    template.allResourcesProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'someone@example.com' });
  });
});

describe('alarms', () => {
  it.each([
    'Errors-scheduler',
    'Errors-orchestrator',
    'Errors-scavenger',
    'Errors-worker_assistant',
    'Throttles-scheduler',
    'Throttles-orchestrator',
    'Throttles-scavenger',
    'Throttles-worker_assistant',
    'DeadTasks',
    'InvariantsBroken',
    'DeadLetters',
  ])('%s tells the alarm topic', (name) => {
    const template = theTemplate();
    const [topic] = Object.keys(
      template.findResources('AWS::SNS::Topic', { Properties: { TopicName: 'sosw_alarms' } }),
    );
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: `sosw-${name}`,
      AlarmActions: [{ Ref: topic }],
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it('may be published by CloudWatch: the topic has no key that it could not use', () => {
    const template = theTemplate();
    template.hasResourceProperties('AWS::SNS::Topic', { TopicName: 'sosw_alarms', KmsMasterKeyId: Match.absent() });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
          }),
        ]),
      },
    });
  });

  it('need no queries where an emulator has none', () => {
    const alarms = Object.values(
      aDeployment({ queryAlarms: false }).template().findResources('AWS::CloudWatch::Alarm'),
    );
    expect(alarms.length).toBeGreaterThan(8);
    for (const { Properties } of alarms) expect(Properties).toHaveProperty('MetricName');
  });

  it('stand beside a dashboard', () => {
    const template = theTemplate();
    const dashboards = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
    for (const metric of ['QueueLength', 'OldestTaskAge', 'SlotsInUse', 'SlotsAllowed', 'TasksCreated', 'TasksDead']) {
      expect(dashboards).toContain(metric);
    }
  });
});

describe('rules', () => {
  const RULE = 'AWS::Events::Rule';

  it.each(['scheduler', 'orchestrator', 'scavenger'])('start the %s every minute', (essential) => {
    theTemplate().hasResourceProperties(RULE, {
      Name: `sosw-${essential}-tick`,
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [
        Match.objectLike({ Input: '{}', RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 } }),
      ],
    });
  });

  it('can be made without starting anything', () => {
    const template = aDeployment({ ticks: false }).template();
    template.resourceCountIs(RULE, 3);
    template.allResourcesProperties(RULE, { State: 'DISABLED' });
  });

  it("send a scheduled job with the event's id as its identity, and keep what can't be delivered", () => {
    const { sosw, template } = aDeployment();
    const job = { lambda_name: 'worker', payload: { period: 'yesterday' } };
    sosw.schedule('nightly', { schedule: Schedule.cron({ hour: '2', minute: '0' }), job });
    template().hasResourceProperties(RULE, {
      Name: 'sosw-job-nightly',
      ScheduleExpression: 'cron(0 2 * * ? *)',
      Targets: [
        Match.objectLike({
          DeadLetterConfig: { Arn: Match.anyValue() },
          InputTransformer: {
            InputPathsMap: { id: '$.id', time: '$.time', 'detail-type': '$.detail-type' },
            InputTemplate: `{"id":<id>,"time":<time>,"detail-type":<detail-type>,"detail":${JSON.stringify(job)}}`,
          },
        }),
      ],
    });
  });

  it('refuse an id that is no name of a rule', () => {
    const schedule = Schedule.cron({});
    expect(() => aDeployment().sosw.schedule('every night', { schedule, job: {} })).toThrow(/schedule: expected an id/);
  });
});
