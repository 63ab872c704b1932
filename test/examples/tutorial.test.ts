import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { folderWith } from '../entrypoints/config/config-files.js';
import { sosw } from '../entrypoints/cli/run-sosw.js';

const TUTORIAL = fileURLToPath(new URL('../../examples/tutorial', import.meta.url));

it('the tutorial of the documents: 36 tasks are done, some of them at the second attempt', async () => {
  const folder = folderWith({});
  cpSync(TUTORIAL, folder, { recursive: true, filter: (source) => !source.includes('.sosw') });
  const { code, stdout } = await sosw(['run', 'job.json', '--again', '--json'], { cwd: folder });
  expect(code).toBe(0);
  const summary = JSON.parse(stdout);
  expect(summary).toMatchObject({ state: 'done', planned: 36, done: 36, dead: 0 });
  expect(summary.retries).toBeGreaterThan(0);

  const database = new Database(join(folder, '.sosw', 'sosw.db'), { readonly: true });
  try {
    const closed = database
      .prepare<[], [string, number | null]>('SELECT labourer_id_task_status, failed_attempts FROM sosw_closed_tasks')
      .raw()
      .all();
    expect(closed).toHaveLength(36);
    expect(new Set(closed.map(([status]) => status))).toEqual(new Set(['sosw_tutorial_pull_tweeter_hashtags_1']));
    const failedOnce = closed.filter(([, failedAttempts]) => Number(failedAttempts) >= 1);
    expect(failedOnce).toHaveLength(summary.retries);
  } finally {
    database.close();
  }
});
