/**
 * What the emulator's CloudFormation reports as made and does not make: how Lambda treats asynchronous events. It is made here from the
 * deployed template's own words, as the service would.
 */

import { CloudFormationClient, DescribeStackResourceCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { LambdaClient, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { awsClientConfig } from '../support/aws/ministack.js';

interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly FunctionName: { readonly Ref: string };
    readonly MaximumRetryAttempts?: number;
    readonly MaximumEventAgeInSeconds?: number;
  };
}

export async function completeDeployment(endpoint: string, StackName: string): Promise<void> {
  const stacks = new CloudFormationClient(awsClientConfig(endpoint));
  const lambda = new LambdaClient(awsClientConfig(endpoint));
  const { TemplateBody = '{}' } = await stacks.send(new GetTemplateCommand({ StackName }));
  const { Resources } = JSON.parse(TemplateBody) as { Resources: Readonly<Record<string, Resource>> };
  const configs = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Lambda::EventInvokeConfig');
  for (const { Properties } of configs) {
    const { FunctionName, MaximumRetryAttempts, MaximumEventAgeInSeconds } = Properties;
    const { StackResourceDetail: made } = await stacks.send(
      new DescribeStackResourceCommand({ StackName, LogicalResourceId: FunctionName.Ref }),
    );
    await lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: made?.PhysicalResourceId,
        MaximumRetryAttempts,
        MaximumEventAgeInSeconds,
      }),
    );
  }
}
