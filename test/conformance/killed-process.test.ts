/**
 * A process that works a file is killed again and again, at random moments: what it was told to be done is there, what it was not told
 * is there as a whole or not at all, and the next one goes on.
 */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { MemorySlotLedger } from '../../src/adapters/memory/memory-slot-ledger.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { SeededChance } from '../../src/adapters/memory/seeded-chance.js';
import { openDatabase } from '../../src/adapters/sqlite/open-database.js';
import { SqliteSlotLedger } from '../../src/adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskStore } from '../../src/adapters/sqlite/sqlite-task-store.js';
import { type BundledScript, bundledScript } from '../support/bundled-script.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { started } from './started-process.js';
import type { Stores } from './company.js';
import { below, type Call, heard, made, told, WORKED_BY, WORKED_IDS, WORKED_JOB } from './random-work.js';

const KILLS = 50;
/** Lines that a life may say at most before it is killed: two a round. */
const LINES = 80;
const chance = new SeededChance(Number(process.env.SOSW_SEED ?? 1));

/** Kills a new process on the file: mostly somewhere in a round, at times while it still opens the file. What it has said. */
async function killedLife(script: BundledScript, file: string, life: number): Promise<readonly string[]> {
  const { child, lines, line, ended } = started(script.file, [file, String(below(chance, 1e9))]);
  if (life % 6 === 5) await sleep(below(chance, 200));
  else {
    await line(below(chance, LINES));
    await sleep(below(chance, 3));
  }
  child.kill('SIGKILL');
  await ended;
  return lines;
}

/** All that stores hold, as plain data that can be compared. */
async function contents({ tasks, ledger }: Stores): Promise<unknown> {
  const rows = await Promise.all(WORKED_IDS.map((id) => tasks.get(id)));
  return JSON.parse(told([rows, await ledger.readAll(WORKED_BY), await tasks.progress(WORKED_JOB)]));
}

it('keeps what was confirmed, nothing by half, however often its process is killed', async () => {
  const script = await bundledScript(new URL('./history-process.ts', import.meta.url));
  const folder = temporaryFolder();
  const file = join(folder.path, 'sosw.db');
  const model: Stores = { tasks: new MemoryTaskStore(), ledger: new MemorySlotLedger() };
  let confirmed = 0;

  for (let life = 0; life < KILLS; life++) {
    const [, ...rounds] = await killedLife(script, file, life);
    const said = rounds.map((line) => heard<readonly unknown[]>(line));
    const pending = said.length % 2 === 1 ? (said.pop() as readonly Call[]) : [];
    for (let round = 0; round < said.length; round += 2) {
      const answers = await made(model, said[round] as readonly Call[]);
      expect(said[round + 1]).toEqual(heard(told(answers)));
      confirmed += 1;
    }
    expectSound(file);
    await expectAllOrNothing(file, model, pending);
  }
  expect(confirmed).toBeGreaterThan((LINES / 4) * KILLS * 0.5);
  script.remove();
  folder.remove();
}, 300_000);

/** Calls that were made together were committed together: all that was pending is there, or none of it. */
async function expectAllOrNothing(file: string, model: Stores, pending: readonly Call[]): Promise<void> {
  const database = openDatabase({ file });
  const found = await contents({ tasks: new SqliteTaskStore(database), ledger: new SqliteSlotLedger(database) });
  database.close();
  if (isDeepStrictEqual(found, await contents(model))) return;
  await made(model, pending);
  expect(found).toEqual(await contents(model));
}

/** The file is whole, and every task stands in one table only. */
function expectSound(file: string): void {
  openDatabase({ file }).close();
  const sqlite = new Database(file, { readonly: true });
  expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  const all = ['sosw_tasks', 'sosw_retry_tasks', 'sosw_closed_tasks'].map((table) => `SELECT task_id FROM ${table}`);
  const doubles = `SELECT task_id FROM (${all.join(' UNION ALL ')}) GROUP BY task_id HAVING count(*) > 1`;
  expect(sqlite.prepare(doubles).all()).toEqual([]);
  sqlite.close();
}
