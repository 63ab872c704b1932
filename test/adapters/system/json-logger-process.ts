/** A process that logs more to stderr than its reader takes, and then says on stdout that it went on. */

import { setTimeout } from 'node:timers/promises';
import { JsonLogger } from '../../../src/adapters/system/json-logger.js';

const logger = new JsonLogger(process.stderr, 'debug');
for (let line = 0; line < 50; line++) {
  logger.error('x'.repeat(10_000));
  await setTimeout(5);
}
console.log('went on');
