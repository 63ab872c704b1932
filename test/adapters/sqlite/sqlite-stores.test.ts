/** The stores in SQLite keep the contracts of their ports, in memory and in a file. */

import { join } from 'node:path';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteConfigSource } from '../../../src/adapters/sqlite/sqlite-config-source.js';
import { SqliteSlotLedger } from '../../../src/adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskLog } from '../../../src/adapters/sqlite/sqlite-task-log.js';
import { SqliteTaskStore } from '../../../src/adapters/sqlite/sqlite-task-store.js';
import { configSourceContract } from '../../contracts/config-source.contract.js';
import { slotLedgerContract } from '../../contracts/slot-ledger.contract.js';
import { taskLogContract } from '../../contracts/task-log.contract.js';
import { taskStoreContract } from '../../contracts/task-store.contract.js';
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
