/** Data as it is after a long while of work: many labourers, a million tasks, most of them done, a tenth dead; made by statements, not by working. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type * as Migrations from '../../src/adapters/sqlite/migrations.js';
import type * as Names from '../../src/adapters/shared/store-names.js';
import { together } from './built.js';
import { openDatabase } from './product.js';

const { MIGRATIONS, storeNames } = await together<typeof Migrations & typeof Names>(
  'adapters/sqlite/migrations.js',
  'adapters/shared/store-names.js',
);

/** `sosw` in ASCII, as the product marks its files. */
const APPLICATION_ID = 0x736f7377;

export interface OperatedData {
  /** The folder with `sosw.yaml` and the data. */
  readonly folder: string;
  readonly labourers: readonly string[];
  readonly tasks: number;
  readonly dead: number;
  /** How long opening took, which brings the counts up to date. */
  readonly openedMs: number;
  remove(): void;
}

export interface OperatedSize {
  readonly tasks: number;
  readonly labourers: number;
  /** Of so many closed tasks one is dead. */
  readonly deadEvery: number;
}

/** One task in fifty waits; the others are done or dead. */
export function operatedData(directory: string, size: OperatedSize): OperatedData {
  const folder = join(directory, `operated-${size.tasks}`);
  const data = join(folder, '.sosw');
  mkdirSync(data, { recursive: true });
  const labourers = Array.from({ length: size.labourers }, (_, index) => `worker_${String(index).padStart(4, '0')}`);
  writeFileSync(join(folder, 'sosw.yaml'), configOf(labourers));
  const file = join(data, 'sosw.db');
  fill(file, size);
  const startMs = performance.now();
  openDatabase({ file }).close();
  const openedMs = performance.now() - startMs;
  record(file, size);
  const numbers = Array.from({ length: size.tasks }, (_, index) => index);
  const dead = numbers.filter((i) => i % 50 !== 1 && i % size.deadEvery === 0).length;
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  return { folder, labourers, tasks: size.tasks, dead, openedMs, remove };
}

const configOf = (labourers: readonly string[]): string =>
  `task_config:\n  labourers:\n${labourers.map((name) => `    ${name}: {max_simultaneous_invocations: 5}\n`).join('')}`;

/** A file of the first version: the second brings what operators read. */
function fill(file: string, { tasks, labourers, deadEvery }: OperatedSize): void {
  const database = new Database(file);
  const [first] = MIGRATIONS;
  database.exec(first?.(storeNames()) ?? '');
  const given = `WITH RECURSIVE given(tasks, labourers) AS (VALUES (${tasks}, ${labourers})),
      each(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM each, given WHERE i + 1 < tasks)`;
  const id = `printf('%08x%012x%012x', (i / 10000 + 1) * 2654435761 % 4294967296, 0, i % 10000)`;
  const labourer = `printf('worker_%04d', i % labourers)`;
  const payload = `printf('{"account":"%06d","day":"2026-01-%02d","list":["alpha","beta"],"note":"%.40c"}', i, i % 28 + 1, 'x')`;
  const error = `CASE WHEN i % ${deadEvery} = 0 THEN '{"name":"Timeout","message":"partner gave no answer"}' END`;
  database.exec('BEGIN');
  database.exec(`${given} INSERT INTO sosw_closed_tasks (task_id, job_id, labourer_id, labourer_id_task_status, created_at,
      greenfield, attempts, completed_at, closed_at, last_error, payload)
    SELECT ${id}, printf('job-%d', i / 10000), ${labourer}, ${labourer} || CASE WHEN i % ${deadEvery} = 0 THEN '_0' ELSE '_1' END,
      1700000000 + i / 100.0, 1731557600, 1 + (i % ${deadEvery} = 0) * 2, 1700000002 + i / 100.0, 1700000002 + i / 100.0, ${error}, ${payload}
    FROM each, given WHERE i % 50 <> 1`);
  database.exec(`${given} INSERT INTO sosw_tasks (task_id, job_id, labourer_id, created_at, greenfield, attempts, payload)
    SELECT ${id}, printf('job-%d', i / 10000), ${labourer}, 1700000000 + i / 100.0, 1000.0 + i, 0, ${payload}
    FROM each, given WHERE i % 50 = 1`);
  database.exec('COMMIT');
  database.pragma(`application_id = ${APPLICATION_ID}`);
  database.pragma('user_version = 1');
  database.pragma('journal_mode = WAL');
  database.close();
}

/** Samples of the last six hours, one a minute: what curves and rates are told from. */
function record(file: string, { labourers }: OperatedSize): void {
  const database = new Database(file);
  database
    .prepare(
      `WITH RECURSIVE minutes(m) AS (SELECT 0 UNION ALL SELECT m + 1 FROM minutes WHERE m < 359),
        each(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM each WHERE i + 1 < ?)
      INSERT INTO sosw_samples (labourer_id, at, queued, oldest_wait, running, allowance, cap, paused, status, metrics,
        created, done, dead, retried)
      SELECT printf('worker_%04d', i), ? - 60 * m, 1000 - m, 60, 5, 5, 5, 0, 4, '{"DatabaseCpu":41.5}', 1000, 900 - m, 100, 20
      FROM minutes, each`,
    )
    .run(labourers, Math.floor(Date.now() / 1000));
  database.close();
}
