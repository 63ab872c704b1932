/** Slots in real time: `sosw run` of a job whose workers sleep, in a process and with worker threads of its own. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processMs, supportScript } from './measured-process.js';
import { CLI } from './built.js';
import { expectEqual } from './scenario.js';
import type { Attempt } from './slot-use.js';

/** The workers' own times, as they stand in the file of results. `directory` must be empty. */
export async function realAttempts(directory: string, slots: number, tasks: number): Promise<Attempt[]> {
  const [config, job, data] = ['sosw.json', 'job.json', 'data'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  const labourer = { max_simultaneous_invocations: slots, local: { module: supportScript('sleeping-worker.mjs') } };
  const schema = { default: { chunkable_attrs: [['item', {}]] } };
  writeFileSync(
    config,
    JSON.stringify({ task_config: { labourers: { bench: labourer } }, job_schema_variants: schema }),
  );
  const items = Array.from({ length: tasks }, (_, item) => item);
  writeFileSync(job, JSON.stringify({ lambda_name: 'bench', isolate_items: true, items }));

  await processMs([CLI, 'run', job, '--config', config, '--data', data, '--json']);

  const [results = ''] = readdirSync(join(data, 'results'));
  const lines = readFileSync(join(data, 'results', results), 'utf8')
    .trimEnd()
    .split('\n');
  const attempts = lines.map((line) => (JSON.parse(line) as { result: Attempt }).result);
  expectEqual(attempts.length, tasks, 'results');
  return attempts;
}
