/** The stores in SQLite keep the contracts of their ports, in memory and in a file. */

import { join } from 'node:path';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteConfigSource } from '../../../src/adapters/sqlite/sqlite-config-source.js';
import { SqliteHistory } from '../../../src/adapters/sqlite/sqlite-history.js';
import { SqliteJobRegister } from '../../../src/adapters/sqlite/sqlite-job-register.js';
import { SqliteOperationLog } from '../../../src/adapters/sqlite/sqlite-operation-log.js';
import { SqliteSlotLedger } from '../../../src/adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskCounts } from '../../../src/adapters/sqlite/sqlite-task-counts.js';
import { SqliteTaskLog } from '../../../src/adapters/sqlite/sqlite-task-log.js';
import { SqliteTaskSearch } from '../../../src/adapters/sqlite/sqlite-task-search.js';
import { SqliteTaskStore } from '../../../src/adapters/sqlite/sqlite-task-store.js';
import { DEFAULT_TASK_SETTINGS } from '../../../src/domain/labourer.js';
import { configSourceContract } from '../../contracts/config-source.contract.js';
import { historyContract } from '../../contracts/history.contract.js';
import { jobRegisterContract } from '../../contracts/job-register.contract.js';
import { operationLogContract } from '../../contracts/operation-log.contract.js';
import { slotLedgerContract } from '../../contracts/slot-ledger.contract.js';
import { taskCountsContract } from '../../contracts/task-counts.contract.js';
import { taskLogContract } from '../../contracts/task-log.contract.js';
import { taskStoreContract } from '../../contracts/task-store.contract.js';
import { SEARCHED_LABOURERS, taskSearchContract } from '../../contracts/task-search.contract.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const settle = async () => {};

const PLACES = {
  'SQLite in memory': () => ({ file: ':memory:', remove: () => {} }),
  'SQLite in a file': () => {
    const folder = temporaryFolder();
    return { file: join(folder.path, 'sosw.db'), remove: folder.remove };
  },
};

for (const [name, newPlace] of Object.entries(PLACES)) {
  const open = () => {
    const { file, remove } = newPlace();
    const database = openDatabase({ file });
    const dispose = async () => {
      database.close();
      remove();
    };
    return { database, dispose };
  };

  taskStoreContract(name, async () => {
    const { database, dispose } = open();
    return { store: new SqliteTaskStore(database), settle, dispose };
  });
  taskSearchContract(name, async () => {
    const { database, dispose } = open();
    const search = new SqliteTaskSearch(database, { labourers: SEARCHED_LABOURERS, settings: DEFAULT_TASK_SETTINGS });
    return { store: new SqliteTaskStore(database), search, settle, dispose };
  });
  taskSearchContract(`${name}, one row a page`, async () => {
    const { database, dispose } = open();
    const parts = { labourers: SEARCHED_LABOURERS, settings: DEFAULT_TASK_SETTINGS, rowsAPage: 1 };
    return {
      store: new SqliteTaskStore(database),
      search: new SqliteTaskSearch(database, parts),
      settle,
      dispose,
    };
  });
  taskCountsContract(name, async () => {
    const { database, dispose } = open();
    return { store: new SqliteTaskStore(database), counts: new SqliteTaskCounts(database), dispose };
  });
  historyContract(name, async () => {
    const { database, dispose } = open();
    return { history: new SqliteHistory(database), dispose };
  });
  jobRegisterContract(name, async () => {
    const { database, dispose } = open();
    const store = new SqliteTaskStore(database);
    return { store, register: new SqliteJobRegister(database), isExact: true, dispose };
  });
  operationLogContract(name, async () => {
    const { database, dispose } = open();
    return { log: new SqliteOperationLog(database), dispose };
  });
  slotLedgerContract(name, async () => {
    const { database, dispose } = open();
    return { ledger: new SqliteSlotLedger(database), dispose };
  });
  taskLogContract(name, async () => {
    const { database, dispose } = open();
    return { log: new SqliteTaskLog(database), dispose };
  });
  configSourceContract(name, async () => {
    const { database, dispose } = open();
    const source = new SqliteConfigSource(database);
    const holding = async (texts: Readonly<Record<string, string>>) => {
      for (const [document, text] of Object.entries(texts)) await source.put(document, text);
      return source;
    };
    return { holding, dispose };
  });
}
