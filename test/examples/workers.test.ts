import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWorker } from '../../src/entrypoints/library/testing.js';
import type { WorkerHandler } from '../../src/entrypoints/library/worker.js';
import { Tables } from '../e2e/rows.js';
import { dynamoClients } from '../support/aws/dynamo-tables.js';
import { type DynamoDbLocal, startDynamoDbLocal } from '../support/aws/dynamodb-local.js';
import { skips } from '../support/aws/skips.js';
import { readmeCommands } from './readme-commands.js';
import { type Project, workersProject } from './workers-project.js';

let project: Project;
let commands: readonly string[];
beforeAll(async () => {
  project = workersProject();
  commands = await readmeCommands('On your own machine');
  await project.run(command('esbuild'));
});
afterAll(() => project?.remove());

/** The page's command that contains the text. */
function command(text: string): string {
  const found = commands.find((line) => line.includes(text));
  if (found === undefined) throw new Error(`the page has no command with ${text}`);
  return found;
}

/** What is kept of a labourer's finished tasks, by their ids. */
function kept(labourer: string): unknown[] {
  const database = new Database(join(project.path, '.sosw', 'sosw.db'), { readonly: true });
  try {
    const done = 'SELECT extra FROM sosw_closed_tasks WHERE labourer_id_task_status = ? ORDER BY task_id';
    return database
      .prepare<[string], string>(done)
      .pluck()
      .all(`${labourer}_1`)
      .map((text) => JSON.parse(text));
  } finally {
    database.close();
  }
}

const builtHandler = async (file: string): Promise<WorkerHandler<object>> => {
  const module: { handler: WorkerHandler<object> } = await import(pathToFileURL(join(project.path, 'dist', file)).href);
  return module.handler;
};

describe('the examples of workers', () => {
  it('have a unit test that passes', async () => {
    expect(await project.run(command('--test'))).toMatch(/^# pass 3$/m);
  });

  it('in the style of one function: each text is a task, which keeps its counters and its result', async () => {
    await project.run(command('count-words.json'));
    expect(kept('count_words')).toEqual([
      { stat_words: 6, stat_ignored: 3, result_words: 6, result_longest: 'high' },
      { stat_words: 5, stat_ignored: 6, result_words: 5, result_longest: 'worth' },
      { stat_words: 5, stat_ignored: 1, result_words: 5, result_longest: 'glitters' },
    ]);
  });

  it('with siblings: on a machine without them one run does it all', async () => {
    await project.run(command('walk-pages.json'));
    expect(kept('walk_pages')).toEqual([{ stat_pages: 40, result_pages: 40, result_found: 439, result_runs: 1 }]);
  });

  it.each(['walk-pages.mjs', 'walk-pages-class.mjs'])(
    'with siblings (%s): runs with little time hand on what is left, a page nearer to the end each time',
    async (file) => {
      const handler = await builtHandler(file);
      let event: object = { pages: 3 };
      const outcomes: string[] = [];
      let result: unknown;
      do {
        const run = await runWorker(handler, event, { remaining: 3_000 });
        outcomes.push(run.outcome);
        expect(run.error).toBeUndefined();
        result = run.result;
        event = result as object;
      } while (outcomes.at(-1) === 'continued' && outcomes.length < 10);
      expect(outcomes).toEqual(['continued', 'continued', 'completed']);
      expect(result).toEqual({ pages: 3, found: 33, runs: 3 });
    },
  );
});

describe.skipIf(skips('dynamodb'))('the example in the style of a class', () => {
  let server: DynamoDbLocal;
  beforeAll(async () => {
    server = await startDynamoDbLocal();
    const { client, close } = dynamoClients(server.endpoint);
    await client.send(
      new CreateTableCommand({
        TableName: 'example_visitors',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'day', AttributeType: 'S' }],
      }),
    );
    close();
  });
  afterAll(() => server?.stop());

  it('saves a row for each day, and counts what its client did', async () => {
    await project.run(command('save-rows.json'), {
      AWS_ENDPOINT_URL_DYNAMODB: server.endpoint,
      AWS_REGION: 'us-west-2',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
    const tables = new Tables(server.endpoint);
    const rows = await tables.rows('example_visitors');
    tables.close();
    const days = rows.map((row) => row.day?.S ?? '').sort();
    expect(new Set(days).size).toBe(3);
    for (const row of rows) expect(row.visitors?.N).toBe(`${100 + Number(row.day?.S?.slice(-2))}`);
    expect(kept('save_rows')).toEqual(
      days.map((day) => ({
        stat_visitors: 100 + Number(day.slice(-2)),
        stat_dynamo_put_queries: 1,
        result_day: day,
      })),
    );
  });
});
