/** Bringing a hundred thousand dead tasks back at once, by the command that operators use. */

import { join } from 'node:path';
import { processMs } from '../support/measured-process.js';
import { CLI } from '../support/built.js';
import { operatedData } from '../support/operated-data.js';
import { openDatabase } from '../support/product.js';
import { expectEqual, type Scenario } from '../support/scenario.js';

export const redrive: Scenario = async ({ directory, rounds, size }) => {
  const samples: number[] = [];
  let brought = 0;
  for (let round = 0; round < rounds; round++) {
    const data = operatedData(directory, { tasks: size(102_041, 2041), labourers: 20, deadEvery: 1 });
    const config = join(data.folder, 'sosw.yaml');
    const labourers = data.labourers.flatMap((name) => ['--labourer', name]);
    samples.push((await processMs([CLI, 'dead', 'redrive', ...labourers, '--yes', '--config', config])) / 1000);
    const database = openDatabase({ file: join(data.folder, '.sosw', 'sosw.db') });
    const [again, dead] = [
      'sosw_tasks WHERE redrives = 1',
      "sosw_closed_tasks WHERE labourer_id_task_status LIKE '%\\_0' ESCAPE '\\'",
    ].map((rows) => database.statement<[number]>(`SELECT count(*) FROM ${rows}`).get()?.[0]);
    database.close();
    expectEqual([again, dead], [data.dead, 0], 'tasks that were brought back, and that are still dead');
    brought = data.dead;
    data.remove();
  }
  return [
    {
      what: `redrive of ${brought.toLocaleString('en')} dead tasks, SQLite`,
      unit: 's',
      samples,
      reach: { atMost: 60 },
    },
  ];
};
