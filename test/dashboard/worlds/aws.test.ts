import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoConfigSource } from '../../../src/adapters/dynamodb/dynamo-config-source.js';
import { storeNames } from '../../../src/adapters/shared/store-names.js';
import type { LabourerFacts, OperationFacts, OverviewFacts, TasksFacts } from '../../../src/application/views/facts.js';
import { jobId, labourerId } from '../../../src/domain/ids.js';
import { sosw } from '../../entrypoints/cli/run-sosw.js';
import { makeTables } from '../../support/aws/dynamo-tables.js';
import { awsClientConfig, type Ministack, skipsE2e, startMinistack } from '../../support/aws/ministack.js';
import { skips } from '../../support/aws/skips.js';
import { startChromium } from '../../support/chromium.js';
import { lastingFolderWith } from '../../entrypoints/config/config-files.js';
import { ask, type ServedDashboard, serveDashboard } from '../support/served.js';
import { deployedTasks } from '../support/deployed-tasks.js';
import { walkThrough } from '../support/tour.js';
import { goTo, visit } from '../support/visitor.js';

const CONFIG = {
  task_config: { labourers: { shout: { max_simultaneous_invocations: 2 }, elsewhere: {} } },
  job_schema: { chunkable_attrs: ['letter'] },
};

describe.skipIf(skips('pages') || skipsE2e)('the dashboard of a deployment', { timeout: 180_000 }, () => {
  let aws: Ministack;
  let browser: Browser;
  let served: ServedDashboard;
  let dead: string;
  const cwd = lastingFolderWith({});

  const facts = async <Facts>(path: string): Promise<Facts> => (await ask(served.url, `/api/${path}`)).json<Facts>();
  const ofShout = async (): Promise<LabourerFacts | undefined> =>
    (await facts<OverviewFacts>('overview')).labourers.find(({ labourer_id }) => labourer_id === 'shout');

  beforeAll(async () => {
    aws = await startMinistack();
    const client = new DynamoDBClient(awsClientConfig(aws.endpoint));
    await makeTables(client, storeNames());
    await new DynamoConfigSource({ client }).put('sosw_essential_config', JSON.stringify(CONFIG));
    ({ dead } = await deployedTasks(client, { labourer: labourerId('shout'), job: jobId('letters') }));
    await publish(new CloudWatchClient(awsClientConfig(aws.endpoint)));
    served = await serveDashboard(['--aws', '--allow-actions'], { cwd, env: aws.env });
    browser = await startChromium();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
    await aws?.stop();
  });

  // Rates tell of the last five minutes: they are asked for before those are over.
  it('knows from CloudWatch what DynamoDB does not count', async () => {
    expect(await ofShout()).toMatchObject({ queued: { count: 7 }, done_per_minute: expect.any(Number) });
  });

  it('shows in every panel what there is, and what a search costs before it begins', async () => {
    const { page, complaints, close } = await visit(browser, served.url);
    await walkThrough(page, { url: served.url, labourer: 'shout', jobId: 'letters', deadTask: dead });
    await goTo(page, '#/tasks?state=dead');
    expect(await page.locator('.notice').textContent()).toContain('read units');
    await page.locator('.notice').getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: dead }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('tells the same as the commands', async () => {
    const { stdout } = await sosw(['tasks', 'list', '--aws', '--state', 'dead', '--json'], { cwd, env: aws.env });
    const shown = await facts<TasksFacts>('tasks?state=dead');
    expect((JSON.parse(stdout) as TasksFacts).tasks).toEqual(shown.tasks);
  });

  it('pauses, caps and redrives what the deployment works, and tells who did', async () => {
    const { page, close } = await visit(browser, `${served.url}#/labourers/shout`);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused shout.').waitFor();
    const { stdout } = await sosw(['status', '--aws', '--json'], { cwd, env: aws.env });
    expect(JSON.parse(stdout).labourers[0]).toMatchObject({ labourer_id: 'shout', paused: true });

    await goTo(page, `#/tasks/${dead}`);
    await page.getByRole('button', { name: 'Redrive' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Redrive/ })
      .click();
    await expect
      .poll(async () => (await facts<{ task: { state: string } }>(`tasks/${dead}`)).task.state, { timeout: 50_000 })
      .toBe('queued');
    const operations = async () =>
      (await facts<{ operations: OperationFacts[] }>('operations')).operations.map(({ action, state }) => [
        action,
        state,
      ]);
    await expect.poll(operations, { timeout: 50_000 }).toEqual([
      ['redrive', 'done'],
      ['pause', 'done'],
    ]);
    await close();
  });
});

/** As the functions publish them: every minute what was counted, and how it stands. */
async function publish(client: CloudWatchClient): Promise<void> {
  const datum = (minutesAgo: number, service: string, name: string, value: number) => ({
    MetricName: name,
    Value: value,
    Timestamp: new Date(Date.now() - minutesAgo * 60_000),
    Dimensions: [
      { Name: 'service', Value: service },
      { Name: 'labourer', Value: 'shout' },
    ],
  });
  for (let minutesAgo = 10; minutesAgo > 0; minutesAgo--) {
    const MetricData = [
      datum(minutesAgo, 'sosw_orchestrator', 'QueueLength', 7),
      datum(minutesAgo, 'sosw_orchestrator', 'OldestTaskAge', 120),
      datum(minutesAgo, 'sosw_orchestrator', 'SlotsInUse', 2),
      datum(minutesAgo, 'sosw_orchestrator', 'SlotsAllowed', 2),
      datum(minutesAgo, 'sosw_worker_assistant', 'TasksCompleted', 30),
    ];
    await client.send(new PutMetricDataCommand({ Namespace: 'sosw', MetricData }));
  }
}
