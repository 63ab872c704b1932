import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { runWorker } from '../../src/entrypoints/library/testing.js';
import type { WorkerHandler } from '../../src/entrypoints/library/worker.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const WORKER = new URL('../../examples/aws-tutorial/sosw_tutorial_count_hashtags/index.ts', import.meta.url);

const folder = temporaryFolder();
afterAll(() => folder.remove());

it("the AWS tutorial's worker counts one word of one day, and reports it", async () => {
  const outfile = join(folder.path, 'index.mjs');
  await build({
    entryPoints: [fileURLToPath(WORKER)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@aws-sdk/*'],
  });
  const { handler } = (await import(pathToFileURL(outfile).href)) as { handler: WorkerHandler<object> };
  const task = { topics: ['cars'], words: ['mazda'], date_list: ['2026-03-01'] };
  const { outcome, result, messages } = await runWorker(handler, task, { config: { language: 'en' } });
  expect(outcome).toBe('completed');
  expect(result).toEqual({ topic: 'cars', word: 'mazda', date: '2026-03-01', count: expect.any(Number) });
  const { count } = result as { count: number };
  expect(messages).toEqual([
    expect.objectContaining({ action: 'mark_task_as_completed', stats: { posts: count }, result }),
  ]);
});
