/** Passes of the Scavenger: over completed and expired tasks, and over retries that are due. */

import { expectEqual, ratePerSecond } from '../../support/scenario.js';
import type { AwsScenario } from '../support/aws-scenario.js';
import { ownTables } from '../support/own-tables.js';
import { RECORDED } from '../support/recorded-reference.js';
import { recordedPeer, referencePeer } from '../support/reference.js';
import { labourersOf, system } from '../support/system.js';
import { INVOCATION_DELTA, taskRow } from '../support/task-rows.js';

const LABOURER = 'labourer_0';

/** The tasks are those of the reference's `bench_e.py`, whose sizes are fixed. */
export const scavenge: AwsScenario = async ({ dynamo, reference, size }) => {
  const [completed, expired] = [size(1000, 60), size(100, 10)];
  const tasks = completed + expired;
  const peer = await referencePeer(
    reference,
    async (it) => ((await it.run('bench_e.py')) as { tasks_per_s: number }).tasks_per_s,
    RECORDED.scavenge.rate,
  );
  const tables = await ownTables(dynamo);
  try {
    const now = Math.floor(Date.now() / 1000);
    const claimed = (secondsAgo: number) => ({
      greenfield: { N: String(now + INVOCATION_DELTA - secondsAgo) },
      attempts: { N: '1' },
    });
    const rows = Array.from({ length: tasks }, (_, index) =>
      index < completed
        ? taskRow(LABOURER, index, { ...claimed(100), completed_at: { N: String(now - 50) } })
        : taskRow(LABOURER, index, claimed(2000)),
    );
    await tables.put(tables.names.tasks, rows);
    const { scavenger } = system({ labourers: labourersOf(1), store: tables.store, ledger: tables.ledger });
    tables.take();
    const startMs = performance.now();
    const [done] = await scavenger.pass();
    const rate = ratePerSecond(tasks, startMs);
    expectEqual([done?.archived, done?.retried, done?.error], [completed, expired, undefined], 'what the pass did');
    const name = `Scavenger, ${completed.toLocaleString('en')} completed and ${expired} expired tasks`;
    return [
      { what: name, unit: 'tasks/s', samples: [rate], peer, reach: { timesPeer: 4 } },
      {
        what: `${name}: requests a task`,
        unit: '',
        samples: [tables.take().requests / tasks],
        peer: recordedPeer(RECORDED.scavenge.requests),
        reach: { atMost: 1.3 },
      },
    ];
  } finally {
    await tables.dispose();
  }
};

export const retries: AwsScenario = async ({ dynamo, size }) => {
  const due = size(1000, 50);
  const tables = await ownTables(dynamo);
  try {
    const now = Math.floor(Date.now() / 1000);
    const rows = Array.from({ length: due }, (_, index) =>
      taskRow(LABOURER, index, { attempts: { N: '1' }, desired_launch_time: { N: String(now - due + index) } }),
    );
    await tables.put(tables.names.retry, rows);
    const { scavenger } = system({ labourers: labourersOf(1), store: tables.store, ledger: tables.ledger });
    tables.take();
    const startMs = performance.now();
    const [done] = await scavenger.pass();
    const seconds = (performance.now() - startMs) / 1000;
    expectEqual([done?.requeued, done?.error], [due, undefined], 'what the pass did');
    return [
      {
        what: `${due.toLocaleString('en')} due retries back in the queue, in one pass`,
        unit: 's',
        samples: [seconds],
        reach: { atMost: 10 },
      },
      { what: '– requests a retry', unit: '', samples: [tables.take().requests / due] },
    ];
  } finally {
    await tables.dispose();
  }
};
