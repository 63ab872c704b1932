import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runFolder } from '../../reference/run-vectors.js';

it('merges and reads documents as the golden vectors say, and as the disagreements propose', async () => {
  const { passed, failures } = await runFolder(fileURLToPath(new URL('../../vectors', import.meta.url)), ['config']);
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThanOrEqual(25);
});
