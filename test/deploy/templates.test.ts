import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { beforeAll, describe, expect, it } from 'vitest';
import { soswStack } from '../../deploy/sosw-stack.js';
import { TEMPLATE, templateText } from '../../scripts/template.js';
import { cfnLint } from '../support/aws/cfn-lint.js';
import { aDeployment, aWorker, outputFolder, placeholderCode } from './a-deployment.js';

function appTemplate(context: Record<string, string>): object {
  const stack = soswStack(new App({ context: { code: placeholderCode, ...context }, outdir: outputFolder() }));
  return Template.fromStack(stack).toJSON();
}

function constructTemplate(): object {
  const { stack, sosw, template } = aDeployment({ email: 'someone@example.com' });
  sosw.addLabourer('worker', aWorker(stack, 'Worker'), { cap: 3, cooldown: Duration.minutes(2) });
  sosw.schedule('nightly', { schedule: Schedule.cron({ hour: '2', minute: '0' }), job: { lambda_name: 'worker' } });
  return template().toJSON();
}

function written(template: object): string {
  const file = join(outputFolder(), 'template.json');
  writeFileSync(file, JSON.stringify(template, undefined, 1));
  return file;
}

describe('cfn-lint', () => {
  // The first run on a machine fetches it.
  beforeAll(() => cfnLint(TEMPLATE.pathname), 300_000);

  it('has nothing to say about any template', async () => {
    const takeover = { takeover: 'true', removal: 'destroy', ticks: 'false', labourers: 'one,two' };
    const files = [constructTemplate(), appTemplate({}), appTemplate(takeover)].map(written);
    expect(await cfnLint(TEMPLATE.pathname, ...files)).toEqual([]);
  }, 180_000);

  it('is really run', async () => {
    const broken = { Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicNam: 'x' } } } };
    expect(await cfnLint(written(broken))).toContainEqual(expect.stringContaining('TopicNam'));
  });
});

describe('the app', () => {
  it('takes over the tables and workers of the Python system', () => {
    const template = appTemplate({
      takeover: 'true',
      labourers: 'one,arn:aws:lambda:eu-west-1:111122223333:function:two',
    });
    const text = JSON.stringify(template);
    expect(text.match(/"AWS::DynamoDB::Table"/g)).toHaveLength(1);
    expect(text).toContain(':function:one');
    expect(text).toContain('sosw-OldestTask-two');
  });
});

describe('the plain template', () => {
  it('is what "npm run template" makes of the construct', () => {
    expect(readFileSync(TEMPLATE, 'utf8')).toBe(templateText());
  });

  it('needs neither the CDK nor its bootstrap stack', () => {
    expect(templateText()).not.toMatch(/bootstrap|cdk-hnb|AWS::CDK|Custom::/i);
  });

  it('takes no ARN of a worker that holds a wildcard', () => {
    const pattern = JSON.parse(templateText()).Parameters.WorkerArns.AllowedPattern;
    const accepts = (text: string) => new RegExp(`^(?:${pattern})$`).test(text);
    expect(accepts('')).toBe(true);
    expect(accepts('arn:aws:lambda:eu-west-1:111122223333:function:one')).toBe(true);
    expect(accepts('arn:aws:lambda:eu-west-1:111122223333:function:*')).toBe(false);
    expect(accepts('*')).toBe(false);
  });
});
