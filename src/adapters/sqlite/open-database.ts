/** Opens the product's file: creates or migrates it, and refuses what is not its own without touching it. */

import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { SoswError } from '../../domain/errors.js';
import { defineErrorGroup } from './error-group-function.js';
import { MIGRATIONS } from './migrations.js';
import { damaged, storeFailure } from './sqlite-errors.js';
import { quoted, type StoreNames, storeNames } from '../shared/store-names.js';
import { StoreDatabase } from './store-database.js';

/** `sosw` in ASCII: says in the file's header whose it is. */
const APPLICATION_ID = 0x736f7377;

/** How long a statement waits for another process's commit, which takes milliseconds. */
const BUSY_TIMEOUT_MS = 5000;

/** Checking takes 2 ms a megabyte, at every start. Damage in a larger file is found when it is read. */
const QUICK_CHECK_BYTES_MAX = 64 * 1024 * 1024;

export interface OpenOptions {
  /** A path, or `:memory:`. Missing folders are made. */
  readonly file: string;
  /** NORMAL survives a crash of the process; FULL also that of the machine, at the price of a sync for each commit. */
  readonly synchronous?: 'NORMAL' | 'FULL';
  readonly names?: StoreNames;
}

/** Throws `store.damaged`, `store.foreign`, `store.newer` or `store.renamed` and leaves the file as it was; or `store.unavailable`. */
export function openDatabase({ file, synchronous = 'NORMAL', names = storeNames() }: OpenOptions): StoreDatabase {
  let sqlite: Database.Database | undefined;
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    sqlite = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    const found = sqlite;
    // One transaction, so that it is one state of the file that is looked at while another process may be making it.
    sqlite.transaction(() => checkOwnership(found, file)).deferred();
    migrate(sqlite, file, names);
    checkNames(sqlite, file, names);
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma(`synchronous = ${synchronous}`);
    defineErrorGroup(sqlite);
    return new StoreDatabase(sqlite, file, names);
  } catch (error) {
    sqlite?.close();
    throw storeFailure(error, file);
  }
}

const pragma = (sqlite: Database.Database, name: string): unknown => sqlite.pragma(name, { simple: true });

function checkOwnership(sqlite: Database.Database, file: string): void {
  const applicationId = pragma(sqlite, 'application_id');
  if (applicationId !== APPLICATION_ID) {
    if (applicationId === 0 && isEmpty(sqlite, file)) return;
    throw new SoswError(
      'store.foreign',
      `${file} is a database of another application. It was left as it is; name another file`,
    );
  }
  checkVersion(sqlite, file);
  if (bytesOf(sqlite) > QUICK_CHECK_BYTES_MAX) return;
  const finding = pragma(sqlite, 'quick_check(1)');
  if (finding !== 'ok') throw damaged(file, String(finding));
}

const bytesOf = (sqlite: Database.Database): number =>
  Number(pragma(sqlite, 'page_count')) * Number(pragma(sqlite, 'page_size'));

/** SQLite takes a file that is shorter than its header for an empty one, and would overwrite it. */
function isEmpty(sqlite: Database.Database, file: string): boolean {
  const pages = pragma(sqlite, 'page_count');
  const bytes = sqlite.memory ? 0 : statSync(file).size;
  if (pages === 0 && bytes > 0) throw damaged(file, `${bytes} bytes are no database`);
  return sqlite.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
}

function checkVersion(sqlite: Database.Database, file: string): number {
  const version = Number(pragma(sqlite, 'user_version'));
  if (version <= MIGRATIONS.length) return version;
  throw new SoswError(
    'store.newer',
    `${file} has schema version ${version}, this program knows up to ${MIGRATIONS.length}. It was left as it is; use a newer program`,
  );
}

/** In one transaction, in which the version is read again: another process may have been faster. */
function migrate(sqlite: Database.Database, file: string, names: StoreNames): void {
  if (pragma(sqlite, 'user_version') === MIGRATIONS.length) return;
  sqlite
    .transaction(() => {
      const version = checkVersion(sqlite, file);
      for (const migration of MIGRATIONS.slice(version)) sqlite.exec(migration(names));
      sqlite.pragma(`application_id = ${APPLICATION_ID}`);
      sqlite.pragma(`user_version = ${MIGRATIONS.length}`);
    })
    .immediate();
}

/** A file made under other names would look empty under these. */
function checkNames(sqlite: Database.Database, file: string, names: StoreNames): void {
  const { columns, ...tables } = names;
  const namesIn = (sql: string, ...values: string[]) =>
    new Set(
      sqlite
        .prepare<string[], string>(sql)
        .pluck()
        .all(...values)
        .map((name) => name.toLowerCase()),
    );
  const found = namesIn('SELECT name FROM sqlite_schema UNION ALL SELECT name FROM pragma_table_info(?)', names.tasks);
  const missing = [...Object.values(tables), ...Object.values(columns)].find((name) => !found.has(name.toLowerCase()));
  if (missing === undefined) return;
  throw new SoswError(
    'store.renamed',
    `${file} has no ${quoted(missing)}: it was made under other names. It was left as it is; configure the names that it has`,
  );
}
