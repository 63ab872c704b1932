/** Names of tables, indexes and columns: the documents' keys rename them, in every statement. */

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteTaskStore } from '../../../src/adapters/sqlite/sqlite-task-store.js';
import { type NamingConfig, quoted, storeNames } from '../../../src/adapters/shared/store-names.js';
import { taskStoreContract } from '../../contracts/task-store.contract.js';
import { aTask } from '../../support/a-task.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const RENAMED: NamingConfig = {
  dynamo_db_config: {
    table_name: 'my tasks',
    index_greenfield: 'by-"greenfield"',
    field_names: { task_id: 'id', labourer_id: 'worker', greenfield: 'gf', closed_at: 'closed-at', extra: 'order' },
  },
  sosw_closed_tasks_table: 'my.closed',
  sosw_closed_tasks_labourer_status_index: 'closed;index',
  sosw_retry_tasks_table: "o'retry",
  sosw_retry_tasks_greenfield_index: 'select',
};

taskStoreContract('D43 renamed tables, indexes and columns', async () => {
  const database = openDatabase({ file: ':memory:', names: storeNames(RENAMED) });
  return { store: new SqliteTaskStore(database), settle: async () => {}, dispose: async () => database.close() };
});

it('D43 the columns of the table have the names that were asked for', async () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'sosw.db');
  const database = openDatabase({ file, names: storeNames(RENAMED) });
  await new SqliteTaskStore(database).add([aTask('t')]);
  database.close();
  const sqlite = new Database(file);
  expect(sqlite.prepare('SELECT id, worker, gf, attempts FROM "my tasks" WHERE gf <= 2000').all()).toEqual([
    { id: 't', worker: 'some_function', gf: 2000, attempts: 0 },
  ]);
  const names = sqlite.prepare('SELECT name FROM sqlite_schema').pluck().all();
  expect(names).toEqual(expect.arrayContaining(['by-"greenfield"', 'my.closed', 'closed;index', "o'retry", 'select']));
  sqlite.close();
  folder.remove();
});

describe('names', () => {
  it('are the documents’ unless they are replaced', () => {
    expect(storeNames()).toMatchObject({
      tasks: 'sosw_tasks',
      tasksIndex: 'sosw_tasks_greenfield',
      closed: 'sosw_closed_tasks',
      closedIndex: 'labourer_task_status_with_time',
      retry: 'sosw_retry_tasks',
      retryIndex: 'labourer_id_greenfield',
    });
    expect(Object.entries(storeNames().columns).every(([column, name]) => column === name)).toBe(true);
  });

  it.each<[string, NamingConfig]>([
    ['empty', { sosw_retry_tasks_table: '' }],
    ['with a control character', { sosw_retry_tasks_table: 'a\0b' }],
    ['of SQLite’s own', { sosw_closed_tasks_table: 'sqlite_stat1' }],
    ['too long', { sosw_closed_tasks_table: 'x'.repeat(256) }],
    ['that two tables have', { sosw_closed_tasks_table: 'SOSW_TASKS' }],
    ['that a table and an index have', { dynamo_db_config: { index_greenfield: 'sosw_retry_tasks' } }],
    ['that a table of the product has', { dynamo_db_config: { table_name: 'sosw_jobs' } }],
    ['that two columns have', { dynamo_db_config: { field_names: { greenfield: 'attempts' } } }],
    ['that the status column has', { dynamo_db_config: { field_names: { arn: 'labourer_id_task_status' } } }],
  ])('%s are refused', (_, config) => {
    expect(() => storeNames(config)).toThrow(expect.objectContaining({ code: 'names.invalid' }));
  });

  it('are quoted so that nothing in them is SQL', () => {
    expect(quoted('a"; DROP TABLE b; --')).toBe('"a""; DROP TABLE b; --"');
  });
});
