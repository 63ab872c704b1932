import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { SeededChance } from '../../../src/adapters/memory/seeded-chance.js';
import { greenfield } from '../../../src/domain/greenfield.js';
import { bury } from '../../../src/domain/life.js';
import type { Task } from '../../../src/domain/task.js';
import { wholeSecond } from '../../../src/domain/time.js';
import { aTask, LABOURER } from '../../support/a-task.js';
import { bulkOverSqlite } from '../../support/bulk-over-sqlite.js';
import { startChild } from '../../support/child-process.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const TASKS = 15_000;
const KILLS = 2;
/** Another seed kills at other moments: `SOSW_SEED=7 npx vitest run test/adapters/sqlite/killed-bulk-redrive.test.ts`. */
const SEED = Number(process.env.SOSW_SEED ?? 1);
const BROKEN = { name: 'Broken', message: 'for a test' };

const folder = temporaryFolder();
afterAll(() => folder.remove());

it(`redrives each of ${TASKS} tasks once, though it is killed ${KILLS} times, two work on it, and tasks die again`, async () => {
  const file = join(folder.path, 'sosw.db');
  const { store, clock, bulk, operations, close } = bulkOverSqlite(file);
  const die = (tasks: readonly Task[]) =>
    store.apply(tasks.map((task) => bury(task, wholeSecond(clock.now()), BROKEN)));
  const open = async (limit: number) => (await store.open({ labourerId: LABOURER, range: {}, limit })).tasks;
  const tasks = Array.from({ length: TASKS }, (_, row) => aTask(`t${row}`, { greenfield: greenfield(row) }));
  await store.add(tasks);
  await die(tasks);

  const chance = new SeededChance(SEED);
  const { operationId } = await bulk.begin('redrive', { filter: { text: 'FOR A TEST' } }, 'ada (cli)', TASKS);
  const script = new URL('./bulk-redrive-process.ts', import.meta.url);
  for (let round = 0; round < KILLS; round++) {
    const pages = [0, 1].map(() => 1 + Math.floor(chance.next() * 3));
    const children = pages.map((count) => startChild(script, [file, operationId, String(count)]));
    for (const child of children) expect(await child.line()).toBe('ready');
    for (const child of children) child.tell('go');
    for (const [index, child] of children.entries())
      for (let page = pages[index] ?? 0; page > 0; page--) await child.line();
    await Promise.all(children.map((child) => child.kill('SIGKILL')));
    const redriven = await open(TASKS);
    expect(redriven.length).toBeLessThan(TASKS);
    await die(redriven.slice(0, 200));
  }
  const last = startChild(script, [file, operationId]);
  last.tell('go');
  expect(await last.ended()).toBe(0);

  const dead = (await store.closed({ labourerId: LABOURER, stage: 'dead', limit: TASKS })).tasks;
  const all = [...(await open(TASKS)), ...dead];
  expect([all.length, all.every(({ redrives }) => redrives === 1)]).toEqual([TASKS, true]);
  expect(dead.length).toBeGreaterThan(0);
  const records = await operations.of(operationId);
  expect([records[0]?.state, records.at(-1)?.state]).toEqual(['begun', 'done']);
  close();
}, 240_000);
