/** Rows of SQLite's tables with anything in their columns: each is read, refused with a code, and moved as a whole or not at all. */

import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FIXED_NAMES, STATUS_COLUMN, TASK_COLUMNS } from '../../../src/adapters/shared/store-names.js';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteConfigSource } from '../../../src/adapters/sqlite/sqlite-config-source.js';
import { SqliteSlotLedger } from '../../../src/adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskLog } from '../../../src/adapters/sqlite/sqlite-task-log.js';
import { SqliteTaskStore } from '../../../src/adapters/sqlite/sqlite-task-store.js';
import { cancel, claim, fail } from '../../../src/domain/life.js';
import type { Task } from '../../../src/domain/task.js';
import { seconds } from '../../../src/domain/time.js';
import { DECIDERS } from '../../conformance/decisions.js';
import { aRow, aTask, aWindow, at, jobId, LABOURER, NOW } from '../../support/a-task.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { answerOrRefusal, ODD_TEXTS } from './answers.js';

const JOB = jobId('j');
const [QUEUED, WAITING, ENDED] = ['queued', 'waiting', 'ended'].map((id) => aTask(id, { jobId: JOB })) as [
  Task,
  Task,
  Task,
];
const TABLES = ['sosw_tasks', 'sosw_retry_tasks', 'sosw_closed_tasks'];
const COLUMNS: readonly (readonly [table: string, column: string])[] = [
  ...TABLES.flatMap((table) => TASK_COLUMNS.map((column) => [table, column] as const)),
  ['sosw_closed_tasks', STATUS_COLUMN],
  ...['version', 'allowance', 'cap', 'paused', 'decided_at', 'batches', 'tail_greenfield', 'tail_reserved_at'].map(
    (column) => [FIXED_NAMES.labourers, column] as const,
  ),
  ...['details', 'action', 'author', 'created_at', 'labourer_id'].map((column) => [FIXED_NAMES.meta, column] as const),
  [FIXED_NAMES.config, 'config_value'],
  ...['open', 'retries', 'done'].map((column) => [FIXED_NAMES.jobs, column] as const),
];

/** As SQL: texts by placeholder, and what JavaScript has no value for. */
const values = fc.oneof(
  fc.constantFrom(...ODD_TEXTS).map((text) => ({ sql: '?', bound: [text] })),
  fc.string({ unit: 'binary' }).map((text) => ({ sql: '?', bound: [text] })),
  fc.json({ maxDepth: 2 }).map((text) => ({ sql: '?', bound: [text] })),
  fc
    .constantFrom('NULL', "CAST(x'fffe00c3' AS TEXT)", '9e999', '-9e999', '-1', '0', '1e308', '5e-324')
    .map((sql) => ({ sql, bound: [] })),
  fc.constantFrom('9223372036854775807', '-9223372036854775808', '4294967296').map((sql) => ({ sql, bound: [] })),
);
const damages = fc.array(fc.tuple(fc.constantFrom(...COLUMNS), values), { minLength: 1, maxLength: 4 });

async function filled(file: string): Promise<void> {
  const database = openDatabase({ file });
  const store = new SqliteTaskStore(database);
  await store.add([QUEUED, WAITING, ENDED]);
  await store.apply([
    fail(WAITING, { retryAfter: seconds(10) }, { now: NOW, error: { name: 'E', message: 'm' }, extra: { stat_a: 1 } }),
    cancel(ENDED, NOW),
  ]);
  await new SqliteSlotLedger(database).compareAndSet(aRow({ batches: new Map([[at(60), 2]]) }));
  const log = new SqliteTaskLog(database);
  await log.write([{ taskId: QUEUED.taskId, action: 'created', at: NOW, author: 'a', details: { b: 1 } }]);
  await new SqliteConfigSource(database).put('name', '{}');
  database.close();
}

/** Writes behind the product's back. What the tables themselves refuse is left out. */
function damage(
  file: string,
  chosen: readonly (readonly [readonly [string, string], { sql: string; bound: string[] }])[],
) {
  const sqlite = new Database(file);
  for (const [[table, column], { sql, bound }] of chosen) {
    try {
      sqlite.prepare(`UPDATE ${table} SET ${column} = ${sql}`).run(...bound);
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
    }
  }
  sqlite.close();
}

async function useEverything(file: string): Promise<void> {
  const database = openDatabase({ file });
  const store = new SqliteTaskStore(database);
  const ledger = new SqliteSlotLedger(database);
  const rows: Task[] = [];
  for (const task of [QUEUED, WAITING, ENDED]) {
    const row = await answerOrRefusal(() => store.get(task.taskId));
    if (row !== undefined && 'taskId' in row) rows.push(row);
  }
  for (const limit of [1, 10]) {
    await answerOrRefusal(() => store.open({ labourerId: LABOURER, range: {}, limit }));
    await answerOrRefusal(() => store.retrying({ labourerId: LABOURER, limit }));
    await answerOrRefusal(() => store.closed({ labourerId: LABOURER, stage: 'cancelled', limit }));
    await answerOrRefusal(() => store.unreported({ labourerId: LABOURER, limit }));
  }
  await answerOrRefusal(() => store.countOpen({ labourerId: LABOURER, range: {} }));
  await answerOrRefusal(() => store.progress(JOB));
  await answerOrRefusal(() => store.add([QUEUED, WAITING, ENDED]));
  for (const row of rows) {
    for (const decide of DECIDERS[row.stage]) await answerOrRefusal(() => store.apply([decide(row, 1)]));
  }
  await answerOrRefusal(() => store.apply([claim(QUEUED, aWindow(), '1700002400.a')]));
  await answerOrRefusal(() => ledger.readAll([LABOURER]));
  await answerOrRefusal(() => ledger.compareAndSet(aRow({ version: 1 })));
  await answerOrRefusal(() => ledger.decisions(LABOURER, 5));
  await answerOrRefusal(() => new SqliteTaskLog(database).read(QUEUED.taskId));
  await answerOrRefusal(() => new SqliteConfigSource(database).get('name'));
  database.close();
}

it('rows of any content are answered or refused with a code, and no change is made by half', async () => {
  const folder = temporaryFolder();
  let run = 0;
  const property = fc.asyncProperty(damages, async (chosen) => {
    const file = join(folder.path, `${run++}.db`);
    await filled(file);
    damage(file, chosen);
    await useEverything(file);
    const sqlite = new Database(file, { readonly: true });
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    const ids = TABLES.flatMap((table) => sqlite.prepare(`SELECT task_id FROM ${table}`).pluck().all());
    expect(new Set(ids).size).toBe(ids.length);
    sqlite.close();
  });
  await fc.assert(property, { numRuns: 60, seed: Number(process.env.SOSW_SEED ?? 1) });
  folder.remove();
});
