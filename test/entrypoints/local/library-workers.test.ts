import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { sosw } from '../cli/run-sosw.js';
import { folderWith } from '../config/config-files.js';

const LIBRARY = new URL('../../../dist/entrypoints/library/worker.js', import.meta.url).href;

const WORKERS = `
import { getLambdaHandler, worker, Worker } from '${LIBRARY}';

const anyConfig = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } };

export const oneFunction = worker({
  config: anyConfig,
  run({ words: [word] }, { stats, config, task }) {
    stats.add('asked');
    if (word === 'twice' && task.attempt === 1) throw new RangeError('once');
    return { word, greeting: config.greeting };
  },
});

class OneClass extends Worker {
  async call(event) {
    this.stats.add('asked', 2);
    this.result.greeting = this.config.greeting;
    return super.call(event);
  }
}
export const oneClass = getLambdaHandler(OneClass);

export const paged = worker({
  run({ cursor = 0 }, context) {
    context.stats.add('pages');
    return cursor < 2 ? context.continueInSibling({ cursor: cursor + 1 }) : { cursor };
  },
});
`;

const labourer = (handler: string) => `
    ${handler}:
      max_simultaneous_invocations: 2
      timeout: 60
      retry_max_delay: 1
      local: { module: ./workers.mjs, handler: ${handler}, config: { greeting: hello } }`;

it.each([
  [
    'oneFunction',
    { words: ['once', 'twice'], isolate_words: true },
    [
      { stat_asked: 1, result_word: 'once', result_greeting: 'hello' },
      { stat_asked: 1, result_word: 'twice', result_greeting: 'hello' },
    ],
  ],
  ['oneClass', {}, [{ stat_asked: 2, result_greeting: 'hello' }]],
  ['paged', {}, [{ stat_pages: 1, result_cursor: 2 }]],
])(
  'a worker of the library (%s) runs in `sosw run` as it is: configuration, counters, result and retry',
  async (name, job, rows) => {
    const folder = folderWith({
      'workers.mjs': WORKERS,
      'sosw.yaml': `task_config:\n  labourers:${labourer(name)}\njob_schema: { chunkable_attrs: [word] }\n`,
      'job.json': JSON.stringify({ labourer_id: name, job }),
    });
    const { code, stdout, stderr } = await sosw(['run', 'job.json', '--json'], { cwd: folder });
    expect(stderr).not.toContain('Error');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ state: 'done', dead: 0 });
    const database = new Database(join(folder, '.sosw', 'sosw.db'), { readonly: true });
    try {
      const extras = database.prepare<[], string>('SELECT extra FROM sosw_closed_tasks').pluck().all();
      expect(extras.map((text) => JSON.parse(text))).toEqual(expect.arrayContaining<object>(rows));
      expect(extras).toHaveLength(rows.length);
    } finally {
      database.close();
    }
  },
);
