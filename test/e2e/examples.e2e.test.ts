import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../../src/adapters/dynamodb/attribute-values.js';
import { readmeCommands } from '../examples/readme-commands.js';
import { skips } from '../support/aws/skips.js';
import { type Cloud, eventually, openCloud } from './cloud.js';
import { completeDeployment } from './complete-deployment.js';
import { Tables } from './rows.js';

const STACK = 'sosw-example-workers';
const [FUNCTION_STYLE, CLASS_STYLE] = ['count_words', 'save_rows'] as const;

/** What a worker reported, without the rest of the row. */
const reported = (row: Item): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => /^(stat|result)_/.test(name))
      .map(([name, value]) => [name, value.S ?? value.N]),
  );

describe.skipIf(skips('e2e'))('the examples of workers, deployed as their page says', () => {
  let cloud: Cloud;
  let tables: Tables;
  let commands: readonly string[];
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sosw-e2e-job-'));
    // A task without words, which fails.
    const failing = join(folder, 'failing.json');
    await writeFile(failing, JSON.stringify({ lambda_name: FUNCTION_STYLE, job: { texts: ['1, 2, 3'] } }));

    cloud = await openCloud({ auth: true });
    tables = new Tables(cloud.aws.endpoint);
    commands = await readmeCommands('On AWS');
    const sends = (command: string) => command.includes('sosw schedule');
    for (const command of commands.slice(0, commands.findIndex(sends))) {
      await cloud.must(command);
      if (command.includes('cdk deploy')) await completeDeployment(cloud.aws.endpoint, STACK);
    }
    // Jobs don't wait for each other; together they take less of the time.
    const jobs = [...commands.filter(sends), `npx sosw schedule --aws ${failing}`];
    await Promise.all(jobs.map((command) => cloud.must(command)));
    await cloud.must(commands.find((command) => command.includes('ticks on')) ?? 'false');
  }, 600_000);

  afterAll(async () => {
    tables?.close();
    await cloud?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const done = (labourer: string, count: number): Promise<Item[]> =>
    eventually(`${count} archived tasks of ${labourer}`, 400, async () => {
      const rows = await tables.closed(labourer, 1);
      return rows.length === count ? rows : undefined;
    });

  it.concurrent('in the style of one function: a row keeps the counters and the result', async () => {
    const rows = (await done(FUNCTION_STYLE, 3)).map(reported);
    expect(rows).toHaveLength(3);
    expect(rows).toEqual(
      expect.arrayContaining([
        { stat_words: '6', stat_ignored: '3', result_words: '6', result_longest: 'high' },
        { stat_words: '5', stat_ignored: '6', result_words: '5', result_longest: 'worth' },
        { stat_words: '5', stat_ignored: '1', result_words: '5', result_longest: 'glitters' },
      ]),
    );
  }, 500_000);

  it.concurrent('in the style of a class: its rows are in its table', async () => {
    const days = (await done(CLASS_STYLE, 3)).map((row) => row.result_day?.S);
    const rows = await tables.rows('example_visitors');
    expect(rows.map((row) => row.day?.S).sort()).toEqual(days.sort());
    expect(rows.map((row) => Number(row.visitors?.N)).every((visitors) => visitors > 100)).toBe(true);
    const [row = {}] = await tables.closed(CLASS_STYLE, 1);
    expect(reported(row)).toMatchObject({ stat_dynamo_put_queries: '1', stat_visitors: expect.any(String) });
  }, 500_000);

  it.concurrent.each(['walk_pages', 'walk_pages_class'])(
    'with siblings (%s): several runs work one attempt, and none of the work is done twice',
    async (labourer) => {
      const [row = {}] = await done(labourer, 1);
      expect(row.attempts?.N).toBe('1');
      expect(reported(row)).toMatchObject({ result_pages: '40', result_found: '439' });
      expect(Number(row.result_runs?.N)).toBeGreaterThan(1);
    },
    500_000,
  );

  it.concurrent('that fails waits for its next attempt, and its row tells the class and the message of the error', async () => {
    const row = await eventually('a failed attempt', 400, async () => {
      const waiting = (await tables.rows('sosw_retry_tasks')).filter((each) => each.labourer_id?.S === FUNCTION_STYLE);
      const rows = [...waiting, ...(await tables.open(FUNCTION_STYLE)), ...(await tables.closed(FUNCTION_STYLE, 0))];
      return rows.find((each) => each.last_error !== undefined);
    });
    expect(row.payload?.S).toContain('1, 2, 3');
    expect(row.last_error?.M).toEqual({ name: { S: 'RangeError' }, message: { S: 'the text has no words' } });
  }, 500_000);
});
