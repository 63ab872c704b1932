import { Duration } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import type { LabourerOptions } from '../../deploy/sosw.js';
import { aDeployment, aWorker } from './a-deployment.js';

const EVENT_CONFIG = 'AWS::Lambda::EventInvokeConfig';

function withLabourer(options: LabourerOptions, timeout?: Duration) {
  const { stack, sosw, template } = aDeployment();
  sosw.addLabourer('worker', aWorker(stack, 'Worker', timeout === undefined ? {} : { timeout }), options);
  const made = template();
  const [worker] = Object.keys(
    made.findResources('AWS::Lambda::Function', { Properties: { Handler: 'index.handler' } }),
  ).filter((id) => id.startsWith('Worker'));
  return { template: made, worker };
}

describe("a labourer's function", () => {
  it.each([
    [90, 60],
    [180, 60],
    [300, 120],
    [3600, 1770],
    [86_400, 21_600],
  ])('with a cooldown of %i s is never repeated by Lambda, and no event waits longer than %i s', (cooldown, age) => {
    const { template, worker } = withLabourer({ cooldown: Duration.seconds(cooldown) });
    template.hasResourceProperties(EVENT_CONFIG, {
      FunctionName: { Ref: worker },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: age,
    });
  });

  it('may not run longer than its duration', () => {
    const options = { duration: Duration.seconds(60) };
    expect(() => withLabourer(options, Duration.seconds(61))).toThrow(
      /labourer worker: duration: expected at least the function's time-out of 61 s, found 60 s/,
    );
    expect(() => withLabourer(options, Duration.seconds(60))).not.toThrow();
  });

  it('needs a cooldown in which an attempt surely ends', () => {
    expect(() => withLabourer({ cooldown: Duration.seconds(89) })).toThrow(/cooldown: expected 90 s at least/);
  });

  it.each([
    [{ cap: -1 }, /cap/],
    [{ cap: 1.5 }, /cap/],
    [{ maxAttempts: 0 }, /maxAttempts/],
  ])('refuses %o', (options, message) => {
    expect(() => withLabourer(options)).toThrow(message);
  });

  it('that was not made in code has no role to extend', () => {
    const { stack, sosw } = aDeployment();
    const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:elsewhere';
    const elsewhere = LambdaFunction.fromFunctionArn(stack, 'Elsewhere', arn);
    expect(() => sosw.addLabourer('elsewhere', elsewhere)).toThrow(/use addExistingLabourer/);
  });

  it('is told where it reports to, and where its configuration stands', () => {
    const props = { prefix: 'mine', tableNames: { config: 'settings' }, configEnvironment: 'staging' };
    const { stack, sosw, template } = aDeployment(props);
    sosw.addLabourer('worker', aWorker(stack, 'Worker', { environment: { OWN: 'kept' } }));
    template().hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'index.handler',
      Environment: {
        Variables: {
          OWN: 'kept',
          SOSW_WORKER_ASSISTANT: 'mine_worker_assistant',
          SOSW_CONFIG_TABLE: 'settings',
          SOSW_CONFIG_ENV: 'staging',
        },
      },
    });
  });

  it("gives out its settings in the documents' words", () => {
    const { template, worker } = withLabourer({ cap: 3, maxAttempts: 5 }, Duration.seconds(30));
    const start = '{"worker":{"arn":"';
    const end = '","max_simultaneous_invocations":3,"duration":30,"cooldown":300,"max_attempts":5}}';
    const Value = { 'Fn::Join': ['', [start, { 'Fn::GetAtt': [worker, 'Arn'] }, end]] };
    template.hasOutput('SoswLabourer1', { Value });
  });

  it('has an alarm on its oldest task', () => {
    withLabourer({ oldestTask: Duration.minutes(10) }).template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'sosw-OldestTask-worker',
      Namespace: 'sosw',
      MetricName: 'OldestTaskAge',
      Dimensions: [
        { Name: 'labourer', Value: 'worker' },
        { Name: 'service', Value: 'sosw_orchestrator' },
      ],
      Threshold: 600,
    });
  });

  it('can be given with the deployment', () => {
    const elsewhere = aDeployment();
    const worker = aWorker(elsewhere.stack, 'Worker');
    expect(() => aDeployment({ labourers: { worker: { function: worker, cap: 2 } } })).not.toThrow();
  });
});
