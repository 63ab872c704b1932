/** Documents in SQLite stand under their environment. */

import { expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteConfigSource } from '../../../src/adapters/sqlite/sqlite-config-source.js';

it('each environment has its own documents', async () => {
  const database = openDatabase({ file: ':memory:' });
  await new SqliteConfigSource(database).put('c', '1');
  await new SqliteConfigSource(database, 'dev').put('c', '2');
  await new SqliteConfigSource(database, 'dev').put('c', '3');
  expect(await new SqliteConfigSource(database, 'production').get('c')).toBe(1);
  expect(await new SqliteConfigSource(database, 'dev').get('c')).toBe(3);
  expect(await new SqliteConfigSource(database, 'test').get('c')).toBeUndefined();
  database.close();
});
