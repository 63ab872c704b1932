/** Memory and SQLite agree on random histories, and on jobs' counters, which are a recount in memory. */

import { join } from 'node:path';
import { it } from 'vitest';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteTaskStore } from '../../../src/adapters/sqlite/sqlite-task-store.js';
import { agreeOn } from '../../support/agreement.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const exactly = { samePages: true, countsAnyIds: true };

it('memory and SQLite agree on every history', async () => {
  const open = () => {
    const database = openDatabase({ file: ':memory:' });
    return { stores: [new SqliteTaskStore(database)] as const, ...exactly, close: () => database.close() };
  };
  await agreeOn(open, 60);
});

it('so do two connections to one file that take turns', async () => {
  const open = () => {
    const folder = temporaryFolder();
    const databases = [1, 2].map(() => openDatabase({ file: join(folder.path, 'sosw.db') }));
    const [one, other] = databases.map((database) => new SqliteTaskStore(database)) as [
      SqliteTaskStore,
      SqliteTaskStore,
    ];
    const close = () => {
      for (const database of databases) database.close();
      folder.remove();
    };
    return { stores: [one, other] as const, ...exactly, close };
  };
  await agreeOn(open, 20);
});
