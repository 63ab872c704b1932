/** Bulk operations over a file of SQLite, as the command line has them. */

import { SqliteOperationLog } from '../../src/adapters/sqlite/sqlite-operation-log.js';
import { SqliteSlotLedger } from '../../src/adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskSearch } from '../../src/adapters/sqlite/sqlite-task-search.js';
import { SqliteTaskStore } from '../../src/adapters/sqlite/sqlite-task-store.js';
import { openDatabase } from '../../src/adapters/sqlite/open-database.js';
import { SystemClock } from '../../src/adapters/system/system-clock.js';
import { CryptoIdSource } from '../../src/adapters/system/crypto-id-source.js';
import { BulkOperations } from '../../src/application/bulk-operations.js';
import { QueueEnds } from '../../src/application/queue-ends.js';
import { SlotBook } from '../../src/application/slot-book.js';
import { TaskOperator } from '../../src/application/task-operator.js';
import type { Labourer } from '../../src/domain/labourer.js';
import { DEFAULT_TASK_SETTINGS as settings } from '../../src/domain/labourer.js';
import { aLabourer } from './a-labourer.js';
import { LABOURER } from './a-task.js';

export function bulkOverSqlite(file: string) {
  const database = openDatabase({ file });
  const labourer: Labourer = aLabourer(LABOURER);
  const labourers = { all: () => [labourer], find: () => labourer, of: () => labourer };
  const clock = new SystemClock();
  const ids = new CryptoIdSource();
  const store = new SqliteTaskStore(database);
  const search = new SqliteTaskSearch(database, { labourers, settings });
  const slots = new SlotBook(new SqliteSlotLedger(database), clock);
  const queue = new QueueEnds({ store, slots, clock }, settings);
  const operator = new TaskOperator({ store, labourers, queue, clock });
  const operations = new SqliteOperationLog(database);
  const ports = { store, search, operator, queue, labourers, operations, clock, ids };
  return { store, clock, operations, bulk: new BulkOperations(ports, settings), close: () => database.close() };
}
