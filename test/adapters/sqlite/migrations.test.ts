/** Files that older versions made: they are migrated when they are opened, and what is in them is counted. */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeNames } from '../../../src/adapters/shared/store-names.js';
import { MIGRATIONS } from '../../../src/adapters/sqlite/migrations.js';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteJobRegister } from '../../../src/adapters/sqlite/sqlite-job-register.js';
import { SqliteSlotLedger } from '../../../src/adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskCounts } from '../../../src/adapters/sqlite/sqlite-task-counts.js';
import { SqliteTaskStore } from '../../../src/adapters/sqlite/sqlite-task-store.js';
import { at, jobId, LABOURER, OTHER_LABOURER, taskId } from '../../support/a-task.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const names = storeNames({ dynamo_db_config: { field_names: { labourer_id: 'worker', created_at: 'made' } } });

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'sosw.db');
});
afterEach(() => folder.remove());

/** A file as version 1 made it, with these columns of rows in its tables. */
function fileOfVersionOne(fill: (sqlite: Database.Database) => void): void {
  const sqlite = new Database(file);
  const [initial] = MIGRATIONS;
  sqlite.exec(initial?.(names) ?? '');
  sqlite.pragma(`application_id = ${0x736f7377}`);
  sqlite.pragma('user_version = 1');
  fill(sqlite);
  sqlite.close();
}

const insertInto = (sqlite: Database.Database, table: string, row: Readonly<Record<string, unknown>>): void => {
  const columns = Object.keys(row);
  const places = columns.map(() => '?');
  sqlite.prepare(`INSERT INTO ${table} (${columns}) VALUES (${places})`).run(Object.values(row));
};

function withTasks(sqlite: Database.Database): void {
  const row = (task_id: string, worker: string, details: object = {}) => ({
    task_id,
    worker,
    made: at(0),
    greenfield: 1000,
    ...details,
  });
  for (const id of ['a', 'b'])
    insertInto(sqlite, 'sosw_tasks', row(id, LABOURER, { attempts: 1, job_id: 'j', made: at(5) }));
  insertInto(sqlite, 'sosw_tasks', row('c', OTHER_LABOURER));
  insertInto(sqlite, 'sosw_retry_tasks', row('d', LABOURER, { attempts: 2, desired_launch_time: at(9) }));
  const ends = { e: '1', f: '1', g: '0', h: '2' };
  for (const [id, digit] of Object.entries(ends)) {
    const status = { labourer_id_task_status: `${LABOURER}_${digit}`, closed_at: at(9), attempts: 1, job_id: 'j' };
    insertInto(sqlite, 'sosw_closed_tasks', row(id, LABOURER, { ...status, made: at(3) }));
  }
  insertInto(sqlite, 'sosw_jobs', { job_id: 'j', open: 2, retrying: 0, done: 2, dead: 1, cancelled: 1, retries: 4 });
  insertInto(sqlite, 'sosw_jobs', { job_id: 'gone', open: 0, retrying: 0, done: 9, dead: 0, cancelled: 0, retries: 0 });
  const labourer = { version: 3, allowance: 2, cap: 4, paused: 1, decided_at: at(0), batches: '[]' };
  insertInto(sqlite, 'sosw_labourers', { labourer_id: LABOURER, ...labourer });
}

describe('a file of version 1', () => {
  it('is counted: where its tasks stand, and what must have happened to them', async () => {
    fileOfVersionOne(withTasks);
    const database = openDatabase({ file, names });
    const counts = await new SqliteTaskCounts(database).counts([LABOURER, OTHER_LABOURER]);
    expect(counts).toEqual([
      {
        stages: { open: 2, retrying: 1, done: 2, dead: 1, cancelled: 1 },
        changes: { add: 7, claim: 8, complete: 2, cancel: 1 },
      },
      { stages: { open: 1, retrying: 0, done: 0, dead: 0, cancelled: 0 }, changes: { add: 1 } },
    ]);
    database.close();
  });

  it('has its jobs registered with their labourers and the creation of their first tasks', async () => {
    fileOfVersionOne(withTasks);
    const database = openDatabase({ file, names });
    const register = new SqliteJobRegister(database);
    const progress = { stages: { open: 2, retrying: 0, done: 2, dead: 1, cancelled: 1 }, retries: 4 };
    const job = { jobId: 'j', labourerId: LABOURER, createdAt: at(3), progress };
    expect(await register.recent({ labourerIds: [LABOURER, OTHER_LABOURER], limit: 10 })).toEqual([job]);
    expect(await register.find(jobId('gone'))).toBeUndefined();
    database.close();
  });

  it('keeps its tasks and rows', async () => {
    fileOfVersionOne(withTasks);
    const database = openDatabase({ file, names });
    const store = new SqliteTaskStore(database);
    expect(await store.get(taskId('a'))).toMatchObject({ attempts: 1, jobId: 'j' });
    expect(await store.get(taskId('g'))).toMatchObject({ stage: 'dead' });
    expect(await store.progress(jobId('j'))).toMatchObject({ retries: 4 });
    const row = await new SqliteSlotLedger(database).read(LABOURER);
    expect(row).toMatchObject({ version: 3, cap: 4, paused: true });
    expect(row).not.toHaveProperty('operatorCap');
    database.close();
  });

  it('goes on counting from there', async () => {
    fileOfVersionOne(withTasks);
    const database = openDatabase({ file, names });
    const store = new SqliteTaskStore(database);
    const task = await store.get(taskId('c'));
    await store.add([{ ...(task as NonNullable<typeof task>), taskId: taskId('new') }]);
    const [counts] = await new SqliteTaskCounts(database).counts([OTHER_LABOURER]);
    expect(counts).toMatchObject({ stages: { open: 2 }, changes: { add: 2 } });
    database.close();
  });
});

it('what a released version made of a file is never changed', () => {
  const texts = MIGRATIONS.map((migration) => createHash('sha256').update(migration(storeNames())).digest('hex'));
  expect(texts[0]).toBe('2e8b1da146565a5381a5a3d724b2f8169d3f48c022d5118e51daade1801d117c');
});
