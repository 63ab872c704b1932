/** Queueing tasks in bulk, beside plainjob's `addMany`, into an empty file each. */

import { join } from 'node:path';
import { DRAINED } from '../support/drain.js';
import { benchPayloads } from '../support/payload.js';
import { PlainjobQueue } from '../support/plainjob-queue.js';
import { ratesByTurns, expectEqual, ratePerSecond, type Scenario } from '../support/scenario.js';
import { ADD_ROWS, SqliteQueue } from '../support/sqlite-queue.js';

export const sqliteCreate: Scenario = async ({ directory, rounds, size }) => {
  const tasks = size(20_000, 5000);
  const payloads = benchPayloads(tasks);
  const { plainjob, sosw } = await ratesByTurns(rounds, {
    plainjob: (turn) => {
      const queue = new PlainjobQueue(join(directory, `plainjob-${turn}.db`));
      const startMs = performance.now();
      queue.add(payloads);
      const rate = ratePerSecond(tasks, startMs);
      queue.remove();
      return rate;
    },
    sosw: async (turn) => {
      const queue = new SqliteQueue(join(directory, `sosw-${turn}.db`));
      const startMs = performance.now();
      await queue.add(DRAINED.id, payloads);
      const rate = ratePerSecond(tasks, startMs);
      expectEqual(await queue.store.countOpen({ labourerId: DRAINED.id, range: {} }), tasks, 'queued tasks');
      queue.remove();
      return rate;
    },
  });
  return [
    {
      what: `SQLite: create tasks, ${ADD_ROWS.toLocaleString('en')} a transaction`,
      unit: 'tasks/s',
      samples: sosw,
      peer: { what: 'plainjob addMany', samples: plainjob },
      reach: { atLeast: 120_000 },
    },
  ];
};
