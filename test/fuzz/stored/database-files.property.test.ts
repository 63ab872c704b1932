/** Files in the place of the store's: cut off, with bits turned over, of another program, or no file at all. */

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteSlotLedger } from '../../../src/adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskLog } from '../../../src/adapters/sqlite/sqlite-task-log.js';
import { SqliteTaskStore } from '../../../src/adapters/sqlite/sqlite-task-store.js';
import { SoswError } from '../../../src/domain/errors.js';
import { cancel, claim } from '../../../src/domain/life.js';
import { aQueue, aRow, aWindow, LABOURER, NOW } from '../../support/a-task.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { answerOrRefusal } from './answers.js';

const QUEUE = aQueue('t', 60, { payload: `{"pad":"${'x'.repeat(300)}"}` });
const seed = Number(process.env.SOSW_SEED ?? 1);

let folder: ReturnType<typeof temporaryFolder>;
let whole: string;
let file: string;
beforeAll(async () => {
  folder = temporaryFolder();
  whole = join(folder.path, 'whole.db');
  file = join(folder.path, 'sosw.db');
  const database = openDatabase({ file: whole });
  const store = new SqliteTaskStore(database);
  await store.add(QUEUE);
  await store.apply(QUEUE.slice(0, 20).map((task) => cancel(task, NOW)));
  await new SqliteSlotLedger(database).compareAndSet(aRow());
  database.close();
});
afterAll(() => folder.remove());

/** Opens the file, reads and changes what it can; the error of opening it, if there was one. */
async function used(): Promise<SoswError | undefined> {
  const database = await answerOrRefusal(() => openDatabase({ file }));
  if (database instanceof SoswError) return database;
  try {
    await answerOrRefusal(async () => {
      const store = new SqliteTaskStore(database);
      await answerOrRefusal(() => store.open({ labourerId: LABOURER, range: {}, limit: 100 }));
      await answerOrRefusal(() => store.closed({ labourerId: LABOURER, stage: 'cancelled', limit: 100 }));
      for (const task of QUEUE.slice(18, 22)) await answerOrRefusal(() => store.get(task.taskId));
      await answerOrRefusal(() => store.apply(QUEUE.map((task) => claim(task, aWindow(), '1700002400.a'))));
    });
    await answerOrRefusal(() => new SqliteSlotLedger(database).readAll([LABOURER]));
    await answerOrRefusal(() => new SqliteTaskLog(database).read(QUEUE[0]?.taskId ?? (LABOURER as never)));
  } finally {
    database.close();
  }
  return undefined;
}

/** A copy of the whole file, and nothing beside it. */
function fresh(): Buffer {
  for (const suffix of ['-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
  rmSync(file, { recursive: true, force: true });
  copyFileSync(whole, file);
  return readFileSync(file);
}

it('a file with bits turned over is read, or refused and left as it is', async () => {
  const { length } = fresh();
  const flips = fc.array(fc.tuple(fc.nat(length - 1), fc.nat(7)), { minLength: 1, maxLength: 6 });
  const headers = fc.array(fc.tuple(fc.nat(400), fc.nat(7)), { minLength: 1, maxLength: 3 });
  const property = fc.asyncProperty(fc.oneof(flips, headers), async (chosen) => {
    const bytes = fresh();
    for (const [at, bit] of chosen) bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
    writeFileSync(file, bytes);
    if ((await used()) !== undefined) expect(readFileSync(file).equals(bytes)).toBe(true);
  });
  await fc.assert(property, { numRuns: 100, seed });
});

it('a file that is cut off at any length is read, or refused and left as it is', async () => {
  const { length } = fresh();
  const property = fc.asyncProperty(fc.oneof(fc.nat(length), fc.nat(600)), async (left) => {
    fresh();
    truncateSync(file, left);
    const bytes = readFileSync(file);
    const refusal = await used();
    if (refusal !== undefined) expect(readFileSync(file).equals(bytes)).toBe(true);
    // The last page may have had room at its end; without its header nobody can tell whose the file was.
    const refused = left < 100 ? /^store\.(damaged|foreign)$/ : /^store\.damaged$/;
    if (left > 0 && left < length - 4096) expect(refusal?.code).toMatch(refused);
  });
  await fc.assert(property, { numRuns: 60, seed });
});

it('any bytes at all are refused as no database, and left as they are', async () => {
  const property = fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 9000 }), async (bytes) => {
    fresh();
    writeFileSync(file, bytes);
    expect(await used()).toMatchObject({ code: 'store.damaged', retryable: false });
    expect(readFileSync(file).equals(Buffer.from(bytes))).toBe(true);
  });
  await fc.assert(property, { numRuns: 60, seed });
});

it('a file of ours that lacks a table or a column is damaged, not a mistake of the program', async () => {
  const statements = [
    'DROP TABLE sosw_labourers',
    'DROP TABLE sosw_jobs',
    'DROP TABLE sosw_tasks_meta',
    'ALTER TABLE sosw_closed_tasks RENAME COLUMN redrives TO lives',
    'ALTER TABLE sosw_labourers RENAME COLUMN cap TO most',
  ];
  for (const statement of statements) {
    fresh();
    const sqlite = new Database(file);
    sqlite.exec(statement);
    sqlite.close();
    expect(await firstRefusal()).toMatchObject({ code: 'store.damaged', retryable: false });
  }
});

/** The error of opening the file or of making the adapters on it. */
async function firstRefusal(): Promise<unknown> {
  const database = openDatabase({ file });
  try {
    return await answerOrRefusal(() => {
      new SqliteTaskStore(database);
      new SqliteSlotLedger(database);
      new SqliteTaskLog(database);
    });
  } finally {
    database.close();
  }
}

it('what is no file, or leads to none, is unavailable', async () => {
  fresh();
  rmSync(file);
  symlinkSync(file, file);
  expect(await used()).toMatchObject({ code: 'store.unavailable' });
  rmSync(file);
  mkdirSync(file);
  expect(await used()).toMatchObject({ code: 'store.unavailable' });
  fresh();
  rmSync(`${file}-wal`, { recursive: true, force: true });
  mkdirSync(`${file}-wal`);
  expect(await used()).toMatchObject({ code: 'store.unavailable' });
  rmSync(`${file}-wal`, { recursive: true });
});

/** The superuser may write everywhere: for it there is no read-only file. */
const mayWriteAnything = process.getuid?.() === 0 || process.platform === 'win32';

it.skipIf(mayWriteAnything)('a file that may only be read is unavailable for writing, and stays as it is', async () => {
  const bytes = fresh();
  chmodSync(file, 0o400);
  expect(await used()).toMatchObject({ code: 'store.unavailable' });
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

it.runIf(existsSync('/usr/bin/mkfifo'))('a pipe in the place of the file is refused, not waited for', async () => {
  fresh();
  rmSync(file);
  execFileSync('mkfifo', [file]);
  expect(await used()).toBeInstanceOf(SoswError);
  rmSync(file);
});
