/** Draining a queue, a hundred tasks at once, beside plainjob with a hundred workers; and once more with a sync for each commit. */

import { join } from 'node:path';
import { AT_ONCE, DRAINED, drain } from '../support/drain.js';
import { benchPayloads } from '../support/payload.js';
import { PlainjobQueue } from '../support/plainjob-queue.js';
import { ratesByTurns, type Scenario } from '../support/scenario.js';
import { SqliteQueue } from '../support/sqlite-queue.js';

export const sqliteDrain: Scenario = async ({ directory, rounds, size }) => {
  const tasks = size(3000, 500);
  const payloads = benchPayloads(tasks);

  const drained = async (synchronous: 'NORMAL' | 'FULL', turn: number): Promise<number> => {
    const queue = new SqliteQueue(join(directory, `sosw-${synchronous}-${turn}.db`), synchronous);
    await queue.add(DRAINED.id, payloads);
    queue.settle();
    const rate = await drain(queue, tasks);
    await queue.expectArchived(tasks);
    queue.remove();
    return rate;
  };
  const { plainjob, normal, full } = await ratesByTurns(rounds, {
    plainjob: async (turn) => {
      const queue = new PlainjobQueue(join(directory, `plainjob-${turn}.db`));
      queue.add(payloads);
      queue.settle();
      const rate = await queue.drain(tasks, AT_ONCE);
      queue.remove();
      return rate;
    },
    normal: (turn) => drained('NORMAL', turn),
    full: (turn) => drained('FULL', turn),
  });
  const name = `SQLite: drain, ${AT_ONCE} at once`;
  const peer = { what: `plainjob, ${AT_ONCE} workers`, samples: plainjob };
  return [
    { what: name, unit: 'tasks/s', samples: normal, peer, reach: { timesPeer: 2 } },
    { what: `${name}, synchronous=FULL`, unit: 'tasks/s', samples: full },
  ];
};
