import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skips } from '../support/aws/skips.js';
import { type Cloud, eventually, openCloud } from './cloud.js';
import { Tables } from './rows.js';
import { follow, tutorialCommands } from './tutorial.js';

const WORKER = 'sosw_tutorial_count_hashtags';
const TASKS = 36;

describe.skipIf(skips('e2e'))('the tutorial, command by command', () => {
  let cloud: Cloud;
  let tables: Tables;
  let commands: readonly string[];
  beforeAll(async () => {
    cloud = await openCloud();
    tables = new Tables(cloud.aws.endpoint);
    commands = await tutorialCommands();
  }, 120_000);
  afterAll(async () => {
    tables?.close();
    await cloud?.stop();
  });

  const stepOf = (name: string): number => commands.findIndex((command) => command.includes(name));

  it('deploys, configures, schedules, works every task within the cap, and cleans up after itself', async () => {
    const [looksAt, cleansUp] = [stepOf('sosw status'), stepOf('sosw cleanup')];
    expect([stepOf('cdk deploy'), stepOf('sosw schedule'), looksAt, cleansUp]).not.toContain(-1);

    await follow(cloud, commands.slice(0, looksAt));

    let mostRunning = 0;
    await eventually(`${TASKS} archived tasks`, 480, async () => {
      const running = (await tables.open(WORKER)).filter((row) => row.slot !== undefined).length;
      mostRunning = Math.max(mostRunning, running);
      return (await tables.closed(WORKER, 1)).length === TASKS || undefined;
    });
    expect(mostRunning).toBeLessThanOrEqual(3);
    expect(mostRunning).toBeGreaterThan(0);
    expect(await tables.open(WORKER)).toEqual([]);
    const archived = await tables.closed(WORKER, 1);
    expect(new Set(archived.map((row) => row.payload?.S)).size).toBe(TASKS);
    expect(archived.every((row) => row.attempts?.N === '1')).toBe(true);

    for (const command of commands.slice(looksAt, cleansUp)) {
      expect(await cloud.must(command)).toContain(WORKER);
    }

    const cleanUp = commands.slice(cleansUp);
    for (const command of cleanUp) expect(await cloud.must(command)).toMatch(/gone/);
    // Safe to repeat: there is nothing left to remove.
    for (const command of cleanUp) await cloud.must(command);
  }, 900_000);
});
