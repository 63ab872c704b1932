/** Queue files, and the records beside them, with damage of every kind: read as they were written, or refused with a code. */

import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FilesystemQueueFile } from '../../../src/adapters/filesystem/filesystem-queue-file.js';
import { writeRows } from '../../../src/adapters/filesystem/queue-file-rows.js';
import { MemoryQueueFile } from '../../../src/adapters/memory/memory-queue-file.js';
import type { Lease, QueueFile } from '../../../src/application/ports/queue-file.js';
import { SoswError } from '../../../src/domain/errors.js';
import { epochSeconds, seconds } from '../../../src/domain/time.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { answerOrRefusal, ODD_TEXTS } from './answers.js';

const NAME = 'tasks_queue_job.txt';
const JOB = { identity: 'job', contentHash: 'hash' };
const NOW = epochSeconds(1_700_000_000);
const LEASE = { now: NOW, life: seconds(60) };
const ROWS = Array.from({ length: 20 }, (_, row) => `{"row":${row},"text":"ü €"}`);
const SECRET = 'a secret outside the folder';
const seed = Number(process.env.SOSW_SEED ?? 1);
const damaged = expect.objectContaining({ code: 'queue_file.damaged', retryable: false });

let outside: ReturnType<typeof temporaryFolder>;
let folder: string;
beforeEach(() => {
  outside = temporaryFolder();
  folder = join(outside.path, 'queue');
  writeFileSync(join(outside.path, 'secret.txt'), `${SECRET}\n`.repeat(30));
});
afterEach(() => outside.remove());

/** A folder with a job's file in it. */
async function filled(): Promise<FilesystemQueueFile> {
  rmSync(folder, { recursive: true, force: true });
  const files = new FilesystemQueueFile(folder);
  await files.create(NAME, JOB, ROWS);
  return files;
}

/** Works the file to its end, if it can be: all lines that it gave. */
async function worked(files: QueueFile, name = NAME): Promise<readonly string[]> {
  const given: string[] = [];
  let lease = await files.acquire(name, LEASE);
  while (typeof lease === 'object') {
    const { lines, next } = await files.read(lease, 7);
    given.push(...lines);
    if (lines.length === 0) await files.finish(lease, { now: NOW, recordDays: 1 });
    const moved: Lease | 'lost' = await files.checkpoint(lease, next, LEASE);
    if (moved === 'lost') break;
    lease = moved;
  }
  return given;
}

/** Runs SQL on the records behind the adapter's back. What the table itself refuses is left out. */
function behind(sql: string, ...values: unknown[]): void {
  const sqlite = new Database(join(folder, '.records.sqlite'));
  try {
    sqlite.prepare(sql).run(...values);
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
  } finally {
    sqlite.close();
  }
}

describe('rows', () => {
  it('that were damaged are given as lines, never as half a character or half a line, or are refused', async () => {
    const cut = fc.record({ from: fc.nat(600), remove: fc.nat(40), insert: fc.uint8Array({ maxLength: 40 }) });
    const property = fc.asyncProperty(cut, async ({ from, remove, insert }) => {
      const files = await filled();
      const bytes = readFileSync(join(folder, NAME));
      const damage = Buffer.concat([bytes.subarray(0, from), insert, bytes.subarray(from + remove)]);
      writeFileSync(join(folder, NAME), damage);
      const given = await answerOrRefusal(() => worked(files));
      if (given instanceof SoswError) expect(given).toEqual(damaged);
      else expect(given).toEqual(damage.toString('utf8').split('\n').slice(0, ROWS.length));
      files.close();
    });
    await fc.assert(property, { numRuns: 40, seed });
  });

  it('without an end are refused in time that grows with the file, not with its square', async () => {
    const files = await filled();
    for (const length of [10, 200_000_000]) truncateSync(join(folder, NAME), length);
    await expect(worked(files)).rejects.toEqual(damaged);
    files.close();
  });

  it('too long to be read again are refused before they are written', async () => {
    const long = writeRows(join(outside.path, 'long'), ['x'.repeat(64 * 1024 * 1024 + 1)]);
    await expect(long).rejects.toMatchObject({ code: 'queue_file.row' });
  });

  it('behind a link, in a folder or in a pipe are damage: nothing outside the folder is read, and nothing waited for', async () => {
    const path = join(folder, NAME);
    const makers = [
      () => symlinkSync(join(outside.path, 'secret.txt'), path),
      () => symlinkSync(path, path),
      () => mkdirSync(path),
      ...(existsSync('/usr/bin/mkfifo') ? [() => void execFileSync('mkfifo', [path])] : []),
    ];
    for (const make of makers) {
      const files = await filled();
      rmSync(path);
      make();
      await expect(worked(files)).rejects.toEqual(damaged);
      files.close();
    }
    expect(readFileSync(join(outside.path, 'secret.txt'), 'utf8')).toContain(SECRET);
  });
});

describe('records', () => {
  const COLUMNS = ['name', 'identity', 'content_hash', 'row_count', 'version', 'held_until', 'cursor', 'forget_at'];
  const CURSORS = [
    '{"row":-1,"byte":0}',
    '{"row":21,"byte":0}',
    '{"row":0.5,"byte":0}',
    '{"row":0,"byte":-4}',
    '{"row":0}',
    '{"row":0,"byte":99999999999}',
    '{"row":0,"byte":0,"places":{"start":null}}',
  ];
  const value = fc.oneof(
    fc.constantFrom(...ODD_TEXTS, ...CURSORS),
    fc.constantFrom(null, -1, 0, 5, 1e300, Number.MAX_SAFE_INTEGER),
  );

  it('of any content are used or refused with a code, and lead nowhere out of the folder', async () => {
    const property = fc.asyncProperty(fc.constantFrom(...COLUMNS), value, async (column, odd) => {
      const files = await filled();
      behind(`UPDATE queue_files SET ${column} = ?`, odd);
      const given = await answerOrRefusal(() => worked(files));
      if (Array.isArray(given)) expect(ROWS).toEqual(expect.arrayContaining(given));
      const names = await answerOrRefusal(() => files.orphans({ now: epochSeconds(NOW + 1e6), limit: 10 }));
      for (const name of Array.isArray(names) ? names : []) await answerOrRefusal(() => worked(files, name));
      await answerOrRefusal(() => files.create(NAME, JOB, ROWS));
      files.close();
      expect(readdirSync(outside.path).sort()).toEqual(['queue', 'secret.txt']);
    });
    await fc.assert(property, { numRuns: 50, seed });
  });

  it('without a cursor that can be are damage, which is no end of the file', async () => {
    for (const cursor of ['null', '5', '', '[]', ...CURSORS]) {
      const files = await filled();
      behind('UPDATE queue_files SET cursor = ?', cursor);
      await expect(worked(files)).rejects.toEqual(damaged);
      expect(await files.find(NAME)).toMatchObject({ state: 'pending' });
      files.close();
    }
  });

  it('that are no database, or not that of queue files, are damage', async () => {
    (await filled()).close();
    const records = join(folder, '.records.sqlite');
    const bytes = readFileSync(records);
    for (const content of [Buffer.from('no database'.repeat(100)), bytes.subarray(0, 5000), Buffer.alloc(4096, 7)]) {
      rmSync(`${records}-wal`, { force: true });
      writeFileSync(records, content);
      expect(() => new FilesystemQueueFile(folder)).toThrow(damaged);
    }
    rmSync(records);
    behind('CREATE TABLE queue_files (name TEXT)');
    expect(() => new FilesystemQueueFile(folder)).toThrow(damaged);
  });
});

describe('names', () => {
  it('that lead elsewhere are refused by every adapter, wherever they come from', async () => {
    const names = ['', '.', '..', '../secret.txt', '/etc/passwd', 'a/b', 'a\\b', '.records.sqlite', 'a\u0000b', 'x\n'];
    const anyName = fc.oneof(fc.constantFrom(...names), fc.string({ unit: 'binary', maxLength: 300 }));
    const files = await filled();
    const property = fc.asyncProperty(anyName, async (name) => {
      const plain = /^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,199}$/.test(name) && name !== NAME;
      const lease: Lease = { name, expiresAt: NOW, cursor: { row: 0, byte: 0 }, version: '1' };
      for (const adapter of [files, new MemoryQueueFile()]) {
        const found = await answerOrRefusal(() => adapter.find(name));
        if (plain) expect(found).toBeUndefined();
        else if (name !== NAME) expect(found).toMatchObject({ code: 'queue_file.name' });
        await answerOrRefusal(() => adapter.acquire(name, LEASE));
        await answerOrRefusal(() => adapter.read(lease, 5));
        await answerOrRefusal(() => adapter.finish(lease, { now: NOW, recordDays: 1 }));
        if (!plain && name !== NAME) {
          expect(await answerOrRefusal(() => adapter.create(name, JOB, ROWS))).toMatchObject({
            code: 'queue_file.name',
          });
        }
      }
    });
    await fc.assert(property, { numRuns: 50, seed });
    files.close();
    expect(readdirSync(outside.path).sort()).toEqual(['queue', 'secret.txt']);
  });
});
