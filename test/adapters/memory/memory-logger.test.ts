import { expect, it } from 'vitest';
import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import { loggerContract } from '../../contracts/logger.contract.js';

loggerContract('memory', () => {
  const logger = new MemoryLogger();
  return { logger, logged: () => logger.entries };
});

it('keeps the context as it was given', () => {
  const logger = new MemoryLogger();
  const error = new Error('cause');
  logger.warn('careful', { error, taskId: 'a-task' });
  logger.info('nothing beside it');
  expect(logger.entries[0]).toEqual({ level: 'warn', message: 'careful', context: { error, taskId: 'a-task' } });
  expect(logger.entries[1]?.context).toEqual({});
});
