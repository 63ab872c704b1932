/**
 * A process of its own on a file: `<file> <name> <tasks>` waits for a line, opens the file, adds the tasks, which others add too, and
 * claims and completes whatever it can. Says how many tasks it added, claimed and completed.
 */

import { once } from 'node:events';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteTaskStore } from '../../../src/adapters/sqlite/sqlite-task-store.js';
import { claim, complete } from '../../../src/domain/life.js';
import { aQueue, aWindow, greenfield, jobId, LABOURER, NOW } from '../../support/a-task.js';

const [file = '', name = '', tasks = '0'] = process.argv.slice(2);
console.log('ready');
await once(process.stdin, 'data');

const database = openDatabase({ file });
const store = new SqliteTaskStore(database);
let [added, claimed, completed] = [0, 0, 0];

const queue = aQueue('t', Number(tasks), { jobId: jobId('j') });
for (let start = 0; start < queue.length; start += 50) {
  const outcomes = await store.add(queue.slice(start, start + 50));
  added += outcomes.filter((outcome) => outcome === 'added').length;
}

for (;;) {
  const { tasks: page } = await store.open({ labourerId: LABOURER, range: { upTo: greenfield(NOW) }, limit: 20 });
  if (page.length === 0) break;
  const claims = page.map((task, index) => claim(task, aWindow(), `1700002400.${name}-${claimed}-${index}`));
  const outcomes = await store.apply(claims);
  const won = page.filter((_, index) => outcomes[index]?.outcome === 'applied');
  claimed += won.length;
  const ends = won.map(async ({ taskId }) => {
    const row = await store.get(taskId);
    if (row === undefined) throw new Error(`${taskId} is gone`);
    const [outcome] = await store.apply([complete(row, { now: NOW, extra: {}, archive: true })]);
    if (outcome?.outcome === 'applied') completed += 1;
  });
  await Promise.all(ends);
}
database.close();
console.log(JSON.stringify({ added, claimed, completed }));
process.exit(0);
