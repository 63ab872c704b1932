/** How a worker is tested: `runWorker` runs it as in production, without any cloud. `npx tsx --test count-words.test.ts` */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runWorker } from 'sosw/testing';
import { handler } from './count-words.js';

test('counts the words that it is not to ignore', async () => {
  const { outcome, result, stats } = await runWorker(
    handler,
    { texts: ['The quick brown fox and the lazy dog'] },
    { config: { ignore: ['the', 'and'] } },
  );
  assert.equal(outcome, 'completed');
  assert.deepEqual(result, { words: 5, longest: 'quick' });
  assert.deepEqual(stats, { words: 5, ignored: 3 });
});

test('fails for a text without words, and reports why', async () => {
  const { outcome, messages } = await runWorker(handler, { texts: ['1, 2, 3'] });
  assert.equal(outcome, 'failed');
  assert.deepEqual(messages[0]?.error, { name: 'RangeError', message: 'the text has no words' });
});

test('refuses a configuration that is not as the schema has it', async () => {
  const { outcome, error } = await runWorker(handler, { texts: ['one'] }, { config: { ignore: 'the' } });
  assert.equal(outcome, 'failed');
  assert.match(String(error), /ignore/);
});
