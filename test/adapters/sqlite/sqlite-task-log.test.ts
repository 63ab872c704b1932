/** The trail of events is never in the way: what cannot be written down is logged, and the work goes on. */

import { expect, it } from 'vitest';
import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteTaskLog } from '../../../src/adapters/sqlite/sqlite-task-log.js';
import { NOW, taskId } from '../../support/a-task.js';

const EVENT = { taskId: taskId('t'), action: 'created', at: NOW, author: 'scheduler' } as const;

it('a write that fails is a warning and no error', async () => {
  const database = openDatabase({ file: ':memory:' });
  const logger = new MemoryLogger();
  const log = new SqliteTaskLog(database, logger);
  database.close();
  await log.write([EVENT, EVENT]);
  expect(logger.entries).toMatchObject([{ level: 'warn', context: { events: 2 } }]);
  await expect(new SqliteTaskLog(openDatabase({ file: ':memory:' })).write([EVENT])).resolves.toBeUndefined();
});
