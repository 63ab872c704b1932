import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsClientConfig } from '../support/aws/ministack.js';
import { skips } from '../support/aws/skips.js';
import { type Cloud, eventually, openCloud } from './cloud.js';
import { Tables } from './rows.js';
import { follow, tutorialCommands } from './tutorial.js';

const WORKER = 'sosw_tutorial_count_hashtags';
const TASKS = 36;
const CLOSED_TABLE = 'sosw_closed_tasks';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

describe.skipIf(skips('e2e'))('with permissions enforced', () => {
  let cloud: Cloud;
  let tables: Tables;
  let schedule: string;
  beforeAll(async () => {
    cloud = await openCloud({ auth: true });
    tables = new Tables(cloud.aws.endpoint);
    const commands = await tutorialCommands();
    schedule = commands.find((command) => command.includes('sosw schedule')) ?? 'false';
    await follow(cloud, commands.slice(0, commands.indexOf(schedule)));
  }, 600_000);
  afterAll(async () => {
    tables?.close();
    await cloud?.stop();
  });

  const archived = async (): Promise<number> => (await tables.closed(WORKER, 1)).length;

  it('those of the deployment are enough, and without one of them tasks are not archived', async () => {
    await cloud.must(schedule);
    await eventually('all tasks archived', 600, async () => ((await archived()) === TASKS ? true : undefined));

    await withoutArchiving(cloud.aws.endpoint);
    await cloud.must(`${schedule} --again`);
    await eventually('an attempt of the second job', 400, async () =>
      (await tables.open(WORKER)).some((row) => row.slot !== undefined) ? true : undefined,
    );
    const doctor = await cloud.run('npx sosw doctor');
    expect(doctor.code).toBe(1);
    expect(doctor.output).toContain('dynamodb:PutItem');
    // Long enough for a worker to run and to report, which then fails.
    await expect(
      eventually('an archived task', 45, async () => ((await archived()) > TASKS ? true : undefined)),
    ).rejects.toThrow('not within');
  }, 1_200_000);
});

/** Takes the right to put closed tasks from the WorkerAssistant. */
async function withoutArchiving(endpoint: string): Promise<void> {
  const [iam, lambda] = [new IAMClient(awsClientConfig(endpoint)), new LambdaClient(awsClientConfig(endpoint))];
  const { Role } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'sosw_worker_assistant' }));
  const RoleName = Role?.split('/').at(-1);
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  let removed = 0;
  for (const PolicyName of PolicyNames) {
    const { PolicyDocument = '{}' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    const policy = JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: Statement[] };
    const narrowed = policy.Statement.map((statement) => {
      if (![statement.Resource].flat().some((resource) => JSON.stringify(resource).includes(CLOSED_TABLE)))
        return statement;
      const actions = [statement.Action].flat();
      const kept = actions.filter((action) => action !== 'dynamodb:PutItem');
      removed += actions.length - kept.length;
      return { ...statement, Action: kept };
    });
    const document = JSON.stringify({ ...policy, Statement: narrowed });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: document }));
  }
  expect(removed).toBe(1);
}
