/** `sosw run` in a process of its own, and a cancel by another one on the same data. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import type { Task } from '../../../src/domain/task.js';
import { openLocalStore } from '../../../src/entrypoints/composition/local.js';
import { loadConfig } from '../../../src/entrypoints/config/load-config.js';
import { startSosw } from '../cli/run-sosw.js';
import { folderWith } from '../config/config-files.js';

const LIBRARY = new URL('../../../dist/entrypoints/library/worker.js', import.meta.url).href;

const WORKERS = `
import { existsSync, writeFileSync } from 'node:fs';
import { getLambdaHandler, worker, Worker } from '${LIBRARY}';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const started = (event) => writeFileSync('started.json', JSON.stringify(event));

export const oneFunction = worker({
  async run(event, { stats, throwIfCancelled }) {
    if (event.words[0] === 'short') return;
    started(event);
    for (;;) {
      await throwIfCancelled();
      stats.add('turns');
    }
  },
});

class OneClass extends Worker {
  async call(event) {
    if (event.words[0] === 'short') return super.call(event);
    started(event);
    while (!(await this.isCancelled())) {
      this.stats.add('turns');
      await pause(20);
    }
  }
}
export const oneClass = getLambdaHandler(OneClass);

export const tidy = worker({
  async run(event, { isCancelled }) {
    started(event);
    while (!(await isCancelled()));
    await pause(300);
    return { rows: 7 };
  },
});

export const deaf = worker({
  async run(event) {
    if (event.words[0] === 'short') return;
    started(event);
    while (!existsSync('cancelled')) await pause(20);
    await pause(2_000);
    return { rows: 7 };
  },
});
`;

const PROGRAM = `["sh", "-c", 'read event; case "$event" in *long*) echo "$event" > started.json; exec sleep 300;; esac']`;

const configOf = (local: string): string => `
task_config:
  labourers:
    counter: { max_simultaneous_invocations: 1, timeout: 300, retry_policy: linear, local: ${local} }
job_schema: { chunkable_attrs: [word] }
`;

const jobOf = (words: readonly string[]): string =>
  JSON.stringify({ labourer_id: 'counter', job: { words, isolate_words: true } });

/** Cancels the first task while it runs, as another process does: over a connection of its own. Gives what is left after the run. */
async function cancelledRun(local: string, words = ['long', 'short']) {
  const folder = folderWith({ 'workers.mjs': WORKERS, 'sosw.yaml': configOf(local), 'job.json': jobOf(words) });
  const run = startSosw(['run', 'job.json', '--json'], { cwd: folder });
  const taskId = await vi.waitFor(() => JSON.parse(readFileSync(join(folder, 'started.json'), 'utf8')).task_id, {
    interval: 10,
    timeout: 30_000,
  });
  const config = loadConfig(join(folder, 'sosw.yaml'));
  const other = openLocalStore(config, { dataDirectory: join(folder, '.sosw'), logger: new MemoryLogger() });
  try {
    await other.operator.cancel((await other.store.get(taskId)) as Task);
    const cancelledAtMs = performance.now();
    writeFileSync(join(folder, 'cancelled'), '');
    const { code, stdout, stderr } = await run.ended;
    const task = await other.store.get(taskId);
    return { code, stderr, task, summary: JSON.parse(stdout), seconds: (performance.now() - cancelledAtMs) / 1000 };
  } finally {
    await other.close();
  }
}

const SUMMARY = { state: 'done', planned: 2, done: 1, dead: 0, cancelled: 1, retries: 0 };

describe('a task that is cancelled while `sosw run` works it', () => {
  it.each([
    ['a function that loops without a pause', '{ module: ./workers.mjs, handler: oneFunction }'],
    ['a class', '{ module: ./workers.mjs, handler: oneClass }'],
    ['a program', `{ command: ${PROGRAM} }`],
  ])('ends soon in %s: its slot is the next task’s, and nothing is retried', async (_, local) => {
    const { code, stderr, summary, task, seconds } = await cancelledRun(local);
    expect(code, stderr).toBe(0);
    expect(summary).toMatchObject(SUMMARY);
    expect(task).toMatchObject({ stage: 'cancelled', attempts: 1 });
    expect(task?.slot).toBeUndefined();
    expect(seconds).toBeLessThan(30);
  });

  it('has time to tidy up where nothing else is left to do', async () => {
    const { summary, task } = await cancelledRun('{ module: ./workers.mjs, handler: tidy }', ['long']);
    expect(summary).toMatchObject({ state: 'done', planned: 1, cancelled: 1 });
    expect(task).toMatchObject({ stage: 'cancelled', extra: { result_rows: 7 } });
    expect(task?.slot).toBeUndefined();
  });

  it('runs to its end where its worker never looks, and stays cancelled', async () => {
    const { summary, task } = await cancelledRun('{ module: ./workers.mjs, handler: deaf }');
    expect(summary).toMatchObject(SUMMARY);
    expect(task).toMatchObject({ stage: 'cancelled', attempts: 1, extra: { result_rows: 7 } });
    expect(task?.slot).toBeUndefined();
  });
});
