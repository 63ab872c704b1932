import { RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { describe, expect, it } from 'vitest';
import { PYTHON_TABLES } from '../../deploy/sosw.js';
import { aDeployment, theTemplate } from './a-deployment.js';

const TABLE = 'AWS::DynamoDB::Table';
const key = (name: string, kind: 'HASH' | 'RANGE') => ({ AttributeName: name, KeyType: kind });

describe('tables', () => {
  it.each([
    ['sosw_tasks', [key('task_id', 'HASH')]],
    ['sosw_closed_tasks', [key('task_id', 'HASH')]],
    ['sosw_retry_tasks', [key('labourer_id', 'HASH'), key('task_id', 'RANGE')]],
    ['sosw_tasks_meta', [key('task_id', 'HASH'), key('created_at', 'RANGE')]],
    ['config', [key('env', 'HASH'), key('config_name', 'RANGE')]],
    ['sosw_labourers', [key('labourer_id', 'HASH')]],
  ])('%s has its documented keys', (name, KeySchema) => {
    theTemplate().hasResourceProperties(TABLE, { TableName: name, KeySchema });
  });

  it('have the documented indexes', () => {
    const template = theTemplate();
    template.hasResourceProperties(TABLE, {
      TableName: 'sosw_tasks',
      GlobalSecondaryIndexes: [
        {
          IndexName: 'sosw_tasks_greenfield',
          KeySchema: [key('labourer_id', 'HASH'), key('greenfield', 'RANGE')],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      AttributeDefinitions: Match.arrayWith([{ AttributeName: 'greenfield', AttributeType: 'N' }]),
    });
    template.hasResourceProperties(TABLE, {
      TableName: 'sosw_closed_tasks',
      GlobalSecondaryIndexes: [
        {
          IndexName: 'labourer_task_status_with_time',
          KeySchema: [key('labourer_id_task_status', 'HASH'), key('closed_at', 'RANGE')],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['completed_at', 'greenfield', 'attempts'] },
        },
      ],
    });
    template.hasResourceProperties(TABLE, {
      TableName: 'sosw_retry_tasks',
      LocalSecondaryIndexes: [
        {
          IndexName: 'labourer_id_greenfield',
          KeySchema: [key('labourer_id', 'HASH'), key('desired_launch_time', 'RANGE')],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
  });

  it('are billed by request and can be restored to any second', () => {
    theTemplate().allResourcesProperties(TABLE, {
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  it.each(['sosw_tasks', 'sosw_closed_tasks', 'sosw_tasks_meta'])('%s forgets rows by expires_at', (name) => {
    const TimeToLiveSpecification = { AttributeName: 'expires_at', Enabled: true };
    theTemplate().hasResourceProperties(TABLE, { TableName: name, TimeToLiveSpecification });
  });

  it.each(['sosw_retry_tasks', 'config', 'sosw_labourers'])('%s forgets nothing', (name) => {
    theTemplate().hasResourceProperties(TABLE, { TableName: name, TimeToLiveSpecification: Match.absent() });
  });

  it("are encrypted under AWS's own key, or under the account's if that is asked for", () => {
    theTemplate().allResourcesProperties(TABLE, { SSESpecification: Match.absent() });
    aDeployment({ tableEncryption: TableEncryption.AWS_MANAGED })
      .template()
      .allResourcesProperties(TABLE, { SSESpecification: { SSEEnabled: true } });
  });

  it('and the bucket outlive the stack, unless it is for a try', () => {
    const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
    const gone = { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' };
    const byDefault = theTemplate();
    const forATry = aDeployment({ removalPolicy: RemovalPolicy.DESTROY }).template();
    for (const kind of [TABLE, 'AWS::S3::Bucket']) {
      byDefault.allResources(kind, kept);
      forATry.allResources(kind, gone);
    }
  });

  it('that exist already are used as they stand', () => {
    const template = aDeployment({ existingTables: PYTHON_TABLES }).template();
    template.resourceCountIs(TABLE, 1);
    template.hasResourceProperties(TABLE, { TableName: 'sosw_labourers' });
  });

  it('of other names are made, granted and told to the functions', () => {
    const template = aDeployment({ tableNames: { tasks: 'dev_sosw_tasks', config: 'dev_config' } }).template();
    template.hasResourceProperties(TABLE, { TableName: 'dev_sosw_tasks' });
    template.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ SOSW_CONFIG_TABLE: 'dev_config' }) },
    });
    const policies = JSON.stringify(template.findResources('AWS::IAM::Policy'));
    expect(policies).toContain(':table/dev_sosw_tasks/index/sosw_tasks_greenfield');
    expect(policies).not.toContain(':table/sosw_tasks"');
  });
});
