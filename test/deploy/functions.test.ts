import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { aDeployment, outputFolder, theTemplate } from './a-deployment.js';

const FUNCTION = 'AWS::Lambda::Function';
const EVENT_CONFIG = 'AWS::Lambda::EventInvokeConfig';

const logicalId = (template: Template, name: string): string =>
  Object.keys(template.findResources(FUNCTION, { Properties: { FunctionName: name } }))[0] ?? '';

const eventConfig = (template: Template, name: string, properties: object) =>
  template.hasResourceProperties(EVENT_CONFIG, { FunctionName: { Ref: logicalId(template, name) }, ...properties });

describe('the essentials', () => {
  it.each([
    ['sosw_scheduler', 900],
    ['sosw_orchestrator', 120],
    ['sosw_scavenger', 300],
    ['sosw_worker_assistant', 60],
  ])('%s runs on arm64 with the newest Node.js, for %i s at most', (name, seconds) => {
    theTemplate().hasResourceProperties(FUNCTION, {
      FunctionName: name,
      Architectures: ['arm64'],
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: seconds,
    });
  });

  it('are told where configuration and queue files are, and name their metrics', () => {
    const template = aDeployment({ configEnvironment: 'staging' }).template();
    const bucket = Object.keys(template.findResources('AWS::S3::Bucket'))[0];
    template.hasResourceProperties(FUNCTION, {
      FunctionName: 'sosw_scheduler',
      Environment: {
        Variables: {
          SOSW_CONFIG_TABLE: 'config',
          SOSW_CONFIG_ENV: 'staging',
          SOSW_QUEUE_BUCKET: { Ref: bucket },
          POWERTOOLS_METRICS_NAMESPACE: 'sosw',
          POWERTOOLS_SERVICE_NAME: 'sosw_scheduler',
          POWERTOOLS_LOG_LEVEL: 'INFO',
          NODE_OPTIONS: '--enable-source-maps',
        },
      },
    });
  });

  it('of which only the WorkerAssistant has executions kept free', () => {
    const reserved = (template: Template) =>
      Object.values(template.findResources(FUNCTION))
        .map(({ Properties }) => [Properties.FunctionName, Properties.ReservedConcurrentExecutions])
        .filter(([, reservation]) => reservation !== undefined);
    expect(reserved(theTemplate())).toEqual([['sosw_worker_assistant', 50]]);
    expect(reserved(aDeployment({ workerAssistantConcurrency: 'unreserved' }).template())).toEqual([]);
  });

  it('that carry jobs and results are repeated after a failure, and what fails for good is kept', () => {
    const template = theTemplate();
    const [queue] = Object.keys(template.findResources('AWS::SQS::Queue'));
    const DestinationConfig = { OnFailure: { Destination: { 'Fn::GetAtt': [queue, 'Arn'] } } };
    for (const name of ['sosw_scheduler', 'sosw_worker_assistant']) {
      eventConfig(template, name, { MaximumRetryAttempts: 2, DestinationConfig });
    }
  });

  it.each(['sosw_orchestrator', 'sosw_scavenger'])(
    '%s is not repeated: the next tick comes within its minute',
    (name) => {
      eventConfig(theTemplate(), name, {
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: 60,
        DestinationConfig: Match.absent(),
      });
    },
  );

  it('keep their logs for a month', () => {
    const template = theTemplate();
    template.resourceCountIs('AWS::Logs::LogGroup', 4);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    template.allResourcesProperties(FUNCTION, { LoggingConfig: { LogGroup: Match.anyValue() } });
  });

  it('of a second deployment have names and metrics of their own', () => {
    const template = aDeployment({ prefix: 'staging' }).template();
    const names = Object.values(template.findResources(FUNCTION)).map(({ Properties }) => Properties.FunctionName);
    expect(names.sort()).toEqual([
      'staging_orchestrator',
      'staging_scavenger',
      'staging_scheduler',
      'staging_worker_assistant',
    ]);
    template.hasResourceProperties('AWS::Events::Rule', { Name: 'staging-orchestrator-tick' });
    template.allResourcesProperties(FUNCTION, {
      Environment: { Variables: Match.objectLike({ POWERTOOLS_METRICS_NAMESPACE: 'staging' }) },
    });
  });

  it('whose bundles were not made are refused, with what makes them', () => {
    expect(() => aDeployment({ codeDirectory: outputFolder() })).toThrow(/npm run bundle/);
  });

  it('refuse a prefix that is no name', () => {
    expect(() => aDeployment({ prefix: 'so_sw/' })).toThrow(/prefix: expected .* found so_sw\//);
  });
});
