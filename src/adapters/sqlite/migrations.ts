/** The schema as data: what each version of it added. A file's version is how many of these it has had. */

import {
  FIXED_NAMES,
  quoted,
  STATUS_COLUMN,
  type StoreNames,
  TASK_COLUMNS,
  type TaskColumn,
} from '../shared/store-names.js';

/** SQL that takes a file from the version that is the migration's index to the next one. Never changed once released. */
export type Migration = (names: StoreNames) => string;

/** REAL for instants and places, which may be fractions; STRICT, so that no other kind of value gets in. */
const COLUMN_TYPES: Readonly<Record<TaskColumn, string>> = {
  task_id: 'TEXT NOT NULL',
  labourer_id: 'TEXT NOT NULL',
  created_at: 'REAL NOT NULL',
  greenfield: 'REAL NOT NULL',
  attempts: 'INTEGER',
  payload: 'TEXT',
  arn: 'TEXT',
  job_id: 'TEXT',
  completed_at: 'REAL',
  closed_at: 'REAL',
  desired_launch_time: 'REAL',
  slot: 'TEXT',
  failed_attempts: 'INTEGER',
  last_error: 'TEXT',
  attempts_base: 'INTEGER',
  redrives: 'INTEGER',
  notify_pending: 'INTEGER',
  extra: 'TEXT',
};

/**
 * Keys are texts, so the tables are their primary keys' trees (WITHOUT ROWID): ids that ascend within a job are appended. Every
 * index ends in the id, which makes its order total, as paging needs. The index of open tasks holds `completed_at` too, so that
 * counting never looks at the table.
 */
const initial: Migration = (names) => {
  const column = (name: TaskColumn) => quoted(names.columns[name]);
  const columns = TASK_COLUMNS.map((name) => `${column(name)} ${COLUMN_TYPES[name]}`).join(', ');
  const [id, labourer] = [column('task_id'), column('labourer_id')];
  const closed = quoted(names.closed);
  const retry = quoted(names.retry);
  const { meta, metaIndex, config, labourers, decisions, decisionsIndex, jobs } = FIXED_NAMES;
  return `
    CREATE TABLE ${quoted(names.tasks)} (${columns}, PRIMARY KEY (${id})) STRICT, WITHOUT ROWID;
    CREATE INDEX ${quoted(names.tasksIndex)} ON ${quoted(names.tasks)}
      (${labourer}, ${column('greenfield')}, ${id}, ${column('completed_at')});

    CREATE TABLE ${closed} (${columns}, ${STATUS_COLUMN} TEXT NOT NULL, PRIMARY KEY (${id})) STRICT, WITHOUT ROWID;
    CREATE INDEX ${quoted(names.closedIndex)} ON ${closed} (${STATUS_COLUMN}, ${column('closed_at')}, ${id});
    CREATE INDEX ${FIXED_NAMES.unreportedIndex} ON ${closed} (${STATUS_COLUMN}) WHERE ${column('notify_pending')} = 1;

    CREATE TABLE ${retry} (${columns}, PRIMARY KEY (${labourer}, ${id})) STRICT, WITHOUT ROWID;
    CREATE INDEX ${quoted(names.retryIndex)} ON ${retry} (${labourer}, ${column('desired_launch_time')}, ${id});
    CREATE UNIQUE INDEX ${FIXED_NAMES.retryIdIndex} ON ${retry} (${id});

    CREATE TABLE ${meta} (task_id TEXT NOT NULL, created_at REAL NOT NULL, labourer_id TEXT, author TEXT NOT NULL,
      action TEXT NOT NULL, invocation_id TEXT, log_stream_name TEXT, details TEXT) STRICT;
    CREATE INDEX ${metaIndex} ON ${meta} (task_id, created_at);

    CREATE TABLE ${config} (env TEXT NOT NULL, config_name TEXT NOT NULL, config_value TEXT NOT NULL,
      PRIMARY KEY (env, config_name)) STRICT, WITHOUT ROWID;

    CREATE TABLE ${labourers} (labourer_id TEXT PRIMARY KEY, version INTEGER NOT NULL, allowance INTEGER NOT NULL,
      cap INTEGER NOT NULL, paused INTEGER NOT NULL, decided_at REAL NOT NULL, batches TEXT NOT NULL,
      tail_greenfield REAL, tail_reserved_at REAL) STRICT, WITHOUT ROWID;
    CREATE TABLE ${decisions} (labourer_id TEXT NOT NULL, at REAL NOT NULL, text TEXT NOT NULL) STRICT;
    CREATE INDEX ${decisionsIndex} ON ${decisions} (labourer_id, at);

    CREATE TABLE ${jobs} (job_id TEXT PRIMARY KEY, open INTEGER NOT NULL, retrying INTEGER NOT NULL, done INTEGER NOT NULL,
      dead INTEGER NOT NULL, cancelled INTEGER NOT NULL, retries INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `;
};

/** Tasks by where they stand, from what is in the file: one row a labourer. All of it is read from indexes but the attempts and completions. */
function countedSoFar(names: StoreNames): string {
  const { task_id: id, labourer_id: labourer, attempts } = names.columns;
  const [tasks, retry, closed] = [names.tasks, names.retry, names.closed].map(quoted);
  const endsIn = (digit: string) => `sum(${STATUS_COLUMN} LIKE '%\\_${digit}' ESCAPE '\\')`;
  return `
    SELECT labourer_id, sum(open), sum(retrying), sum(done), sum(dead), sum(cancelled),
      sum(open + retrying + done + dead + cancelled), CAST(sum(claims) AS INTEGER), sum(done), sum(cancelled)
    FROM (
      SELECT ${quoted(labourer)} AS labourer_id, count(${quoted(id)}) AS open, 0 AS retrying, 0 AS done, 0 AS dead, 0 AS cancelled,
        total(${quoted(attempts)}) AS claims FROM ${tasks} GROUP BY 1
      UNION ALL SELECT ${quoted(labourer)}, 0, count(${quoted(id)}), 0, 0, 0, total(${quoted(attempts)}) FROM ${retry} GROUP BY 1
      UNION ALL SELECT ${quoted(labourer)}, 0, 0, ${['1', '0', '2'].map(endsIn)}, total(${quoted(attempts)}) FROM ${closed} GROUP BY 1
    ) GROUP BY labourer_id`;
}

/** Whose each job is and since when, from the first of its tasks: those of a job came together. */
function jobsSoFar(names: StoreNames): string {
  const { labourer_id: labourer, created_at: createdAt, job_id: job } = names.columns;
  const each = [names.tasks, names.retry, names.closed].map(
    (
      table,
    ) => `SELECT ${quoted(job)} AS job_id, ${quoted(labourer)} AS labourer_id, min(${quoted(createdAt)}) AS created_at
      FROM ${quoted(table)} WHERE ${quoted(job)} IS NOT NULL GROUP BY 1`,
  );
  return `SELECT job_id, labourer_id, min(created_at) AS created_at FROM (${each.join(' UNION ALL ')}) GROUP BY job_id`;
}

/** What operators look at: an operator's cap, jobs by their creation, counts by labourer, samples of the past, and operations. */
const operators: Migration = (names) => {
  const { labourers, jobs, jobsIndex, counts, samples, operations, operationIndex, operationsIndex } = FIXED_NAMES;
  const kinds = `"add", claim, "release", interrupt, complete, recordCompletion, archive, fail, noteFailure, expire, requeue, bury,
      cancel, freeSlot, redrive, confirmReport`;
  const zero = (name: string) => `${name.trim()} INTEGER NOT NULL DEFAULT 0`;
  return `
    ALTER TABLE ${labourers} ADD COLUMN operator_cap INTEGER;

    ALTER TABLE ${jobs} ADD COLUMN labourer_id TEXT;
    ALTER TABLE ${jobs} ADD COLUMN created_at REAL;
    ALTER TABLE ${jobs} ADD COLUMN tasks INTEGER;
    UPDATE ${jobs} SET labourer_id = known.labourer_id, created_at = known.created_at
      FROM (${jobsSoFar(names)}) AS known WHERE known.job_id = ${jobs}.job_id;
    CREATE INDEX ${jobsIndex} ON ${jobs} (created_at, job_id, labourer_id);

    CREATE TABLE ${counts} (labourer_id TEXT PRIMARY KEY, open INTEGER NOT NULL, retrying INTEGER NOT NULL, done INTEGER NOT NULL,
      dead INTEGER NOT NULL, cancelled INTEGER NOT NULL, ${kinds.split(',').map(zero)}) STRICT, WITHOUT ROWID;
    INSERT INTO ${counts} (labourer_id, open, retrying, done, dead, cancelled, "add", claim, complete, cancel)
      ${countedSoFar(names)};

    CREATE TABLE ${samples} (labourer_id TEXT NOT NULL, at REAL NOT NULL, queued INTEGER, oldest_wait REAL, running INTEGER,
      allowance INTEGER, cap INTEGER, paused INTEGER, status INTEGER, metrics TEXT NOT NULL, created INTEGER NOT NULL,
      done INTEGER NOT NULL, dead INTEGER NOT NULL, retried INTEGER NOT NULL, PRIMARY KEY (labourer_id, at)) STRICT, WITHOUT ROWID;

    CREATE TABLE ${operations} (number INTEGER PRIMARY KEY, operation_id TEXT NOT NULL, at REAL NOT NULL, by TEXT NOT NULL,
      action TEXT NOT NULL, state TEXT NOT NULL, target TEXT NOT NULL, counts TEXT, error TEXT) STRICT;
    CREATE INDEX ${operationIndex} ON ${operations} (operation_id);
    CREATE INDEX ${operationsIndex} ON ${operations} (at);
  `;
};

export const MIGRATIONS: readonly Migration[] = [initial, operators];
