/** Opening a file: what is ours is made or migrated, what is not is refused and left byte for byte as it was. */

import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../src/adapters/sqlite/migrations.js';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteSlotLedger } from '../../../src/adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskStore } from '../../../src/adapters/sqlite/sqlite-task-store.js';
import { storeNames } from '../../../src/adapters/shared/store-names.js';
import { aQueue, aRow, aTask, LABOURER } from '../../support/a-task.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'sosw.db');
});
afterEach(() => folder.remove());

/** A file of the product with some tasks in it. */
async function ownFile(tasks = 50): Promise<void> {
  const database = openDatabase({ file });
  await new SqliteTaskStore(database).add(aQueue('t', tasks, { payload: `{"pad":"${'x'.repeat(200)}"}` }));
  database.close();
}

/** Changes the file behind the product's back. */
function tampered(change: (sqlite: Database.Database) => void): void {
  const sqlite = new Database(file);
  change(sqlite);
  sqlite.close();
}

function expectRefused(code: string): void {
  const before = readFileSync(file);
  const names = readdirSync(folder.path);
  const opened = () => openDatabase({ file });
  expect(opened).toThrow(expect.objectContaining({ code, retryable: false, message: expect.stringContaining(file) }));
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(folder.path)).toEqual(names);
}

describe('a file that is not ours', () => {
  it('is refused when it is no database', () => {
    writeFileSync(file, 'task_id,labourer_id\n'.repeat(400));
    expectRefused('store.damaged');
  });

  it('is refused when it is too short to be a database', () => {
    for (const length of [1, 99, 100, 511, 512, 1023, 1024, 4095]) {
      writeFileSync(file, 'x'.repeat(length));
      expectRefused('store.damaged');
    }
  });

  it('is refused when it is another application’s database, with or without a name', () => {
    tampered((sqlite) => sqlite.exec('CREATE TABLE notes (text)'));
    expectRefused('store.foreign');
    tampered((sqlite) => sqlite.pragma('application_id = 7'));
    expectRefused('store.foreign');
    tampered((sqlite) => sqlite.pragma('journal_mode = WAL'));
    expectRefused('store.foreign');
  });

  it('is refused when a newer program has migrated it', async () => {
    await ownFile();
    tampered((sqlite) => sqlite.pragma(`user_version = ${MIGRATIONS.length + 1}`));
    expectRefused('store.newer');
  });

  it('is refused when it was made under other names', async () => {
    await ownFile();
    const renamed = storeNames({ sosw_closed_tasks_table: 'closed_2' });
    expect(() => openDatabase({ file, names: renamed })).toThrow(expect.objectContaining({ code: 'store.renamed' }));
    const column = storeNames({ dynamo_db_config: { field_names: { greenfield: 'gf' } } });
    expect(() => openDatabase({ file, names: column })).toThrow(expect.objectContaining({ code: 'store.renamed' }));
    openDatabase({ file }).close();
  });
});

describe('a damaged file', () => {
  it('is refused when its end is cut off', async () => {
    await ownFile();
    truncateSync(file, 4096 * 3);
    expectRefused('store.damaged');
  });

  it('is refused when a page of it is overwritten', async () => {
    await ownFile(500);
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 4096 * 20, 4096 * 21);
    writeFileSync(file, bytes);
    expectRefused('store.damaged');
  });

  it('is refused when its header is overwritten', async () => {
    await ownFile();
    const bytes = readFileSync(file);
    bytes.write('SQLite format 9', 0);
    writeFileSync(file, bytes);
    expectRefused('store.damaged');
  });
});

describe('a file of ours', () => {
  it('is made with the folders that lead to it', () => {
    const deep = join(folder.path, 'a', 'b', 'sosw.db');
    openDatabase({ file: deep }).close();
    openDatabase({ file: deep }).close();
    expect(readdirSync(join(folder.path, 'a', 'b'))).toEqual(['sosw.db']);
  });

  it('is made in an empty file', () => {
    writeFileSync(file, '');
    openDatabase({ file }).close();
    openDatabase({ file }).close();
  });

  it('keeps what is in it', async () => {
    await ownFile();
    const database = openDatabase({ file });
    expect(await new SqliteTaskStore(database).countOpen({ labourerId: LABOURER, range: {} })).toBe(50);
    database.close();
  });

  it('commits what is pending when it is closed', async () => {
    const database = openDatabase({ file });
    const added = new SqliteTaskStore(database).add([aTask('t')]);
    database.close();
    expect(await added).toEqual(['added']);
    const again = openDatabase({ file });
    expect(await new SqliteTaskStore(again).get(aTask('t').taskId)).toEqual(aTask('t'));
    again.close();
  });

  it('is a typed error that may pass when it can’t be opened', () => {
    const unavailable = expect.objectContaining({ code: 'store.unavailable', retryable: true });
    mkdirSync(file);
    expect(() => openDatabase({ file })).toThrow(unavailable);
    writeFileSync(join(folder.path, 'plain'), '');
    expect(() => openDatabase({ file: join(folder.path, 'plain', 'sosw.db') })).toThrow(unavailable);
  });
});

describe('a disk without room', () => {
  const fill = (database: ReturnType<typeof openDatabase>) => {
    const pages = database.statement<[number]>('PRAGMA page_count').get()?.[0] ?? 0;
    database.statement(`PRAGMA max_page_count = ${pages}`).get();
  };

  it('is store.full, and nothing is half written', async () => {
    const database = openDatabase({ file });
    const store = new SqliteTaskStore(database);
    await store.add(aQueue('t', 50));
    fill(database);
    const full = { code: 'store.full', retryable: true, message: expect.stringContaining(file) };
    await expect(store.add(aQueue('u', 2000))).rejects.toMatchObject(full);
    expect(await store.countOpen({ labourerId: LABOURER, range: {} })).toBe(50);
    database.statement('PRAGMA max_page_count = 100000').get();
    expect(new Set(await store.add(aQueue('u', 2000)))).toEqual(new Set(['added']));
    database.close();
  });
});

describe('a file that another process has locked', () => {
  it('is store.unavailable, for all changes that wait for it', async () => {
    const database = openDatabase({ file });
    const store = new SqliteTaskStore(database);
    database.statement('PRAGMA busy_timeout = 50').get();
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    const unavailable = { code: 'store.unavailable', retryable: true };
    const waiting = [
      store.add([aTask('t')]),
      store.add([aTask('u')]),
      new SqliteSlotLedger(database).compareAndSet(aRow()),
    ];
    for (const settled of await Promise.allSettled(waiting)) {
      expect(settled).toMatchObject({ status: 'rejected', reason: unavailable });
    }
    expect(await store.get(aTask('t').taskId)).toBeUndefined();
    other.exec('ROLLBACK');
    other.close();
    expect(await store.add([aTask('t')])).toEqual(['added']);
    database.close();
  });
});
