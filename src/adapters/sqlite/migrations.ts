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

export const MIGRATIONS: readonly Migration[] = [initial];
