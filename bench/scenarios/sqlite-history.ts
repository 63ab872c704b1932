/** The same drain beside a long history and beside a short one: work must not grow with what was done before. */

import { join } from 'node:path';
import { AT_ONCE, DRAINED, drain } from '../support/drain.js';
import { benchPayloads } from '../support/payload.js';
import { ratesByTurns, type Scenario } from '../support/scenario.js';
import { SqliteQueue } from '../support/sqlite-queue.js';

export const sqliteHistory: Scenario = async ({ directory, rounds, size }) => {
  const tasks = size(3000, 500);
  const payloads = benchPayloads(tasks);
  const [short, long] = [size(10_000, 1000), size(1_000_000, 20_000)];

  const queueBeside = async (history: number): Promise<SqliteQueue> => {
    const queue = new SqliteQueue(join(directory, `history-${history}.db`));
    await queue.fillHistory(DRAINED.id, history);
    return queue;
  };
  const drained = async (queue: SqliteQueue): Promise<number> => {
    await queue.add(DRAINED.id, payloads);
    queue.settle();
    const rate = await drain(queue, tasks);
    await queue.expectArchived(tasks);
    await queue.forget();
    return rate;
  };
  const besideShort = await queueBeside(short);
  const besideLong = await queueBeside(long);
  const rates = await ratesByTurns(rounds, { short: () => drained(besideShort), long: () => drained(besideLong) });
  besideShort.remove();
  besideLong.remove();
  return [
    {
      what: `SQLite: drain, ${AT_ONCE} at once, beside ${long.toLocaleString('en')} archived tasks`,
      unit: 'tasks/s',
      samples: rates.long,
      peer: { what: `beside ${short.toLocaleString('en')}`, samples: rates.short },
      reach: { timesPeer: 0.9 },
    },
  ];
};
