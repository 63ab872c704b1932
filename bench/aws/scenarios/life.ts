/**
 * Write units of tasks' lives: scheduled as one job, started by a tick each minute of a simulated clock, ended by their workers, handed
 * over, and archived at once or by the Scavenger, with everything that slots cost.
 */

import type { QueueFile } from '../../../src/application/ports/queue-file.js';
import type { CapacityCount } from '../../../test/support/aws/capacity-meter.js';
import { TimedInvoker, workAll } from '../../../test/support/aws/task-lives.js';
import type { Figure } from '../../support/figure.js';
import { SimulatedClock } from '../../support/product.js';
import { expectEqual } from '../../support/scenario.js';
import type { AwsScenario } from '../support/aws-scenario.js';
import { ownTables } from '../support/own-tables.js';
import { MemoryQueueFile } from '../support/product.js';
import { RECORDED } from '../support/recorded-reference.js';
import { recordedPeer } from '../support/reference.js';
import { jobOf, labourersOf, system } from '../support/system.js';

const CAP = 10;
/** Any instant. */
const START = 1_800_000_000;

interface Lives {
  readonly tasks: number;
  /** Mean seconds that a task takes; single ones take a tenth less or more. */
  readonly meanSeconds: number;
  readonly archiveOnCompletion: boolean;
}

export const life: AwsScenario = async ({ dynamo, size }) => {
  const tasks = size(300, 30);
  const figures = async (meanSeconds: number, archiveOnCompletion: boolean, atMost?: number): Promise<Figure[]> => {
    const used = await live(dynamo, { tasks, meanSeconds, archiveOnCompletion });
    const how = archiveOnCompletion ? 'archived at completion' : 'archived by the Scavenger';
    const what = `a life of about ${meanSeconds} s, cap ${CAP}, ${how}`;
    const peer = recordedPeer(RECORDED.life.writeUnits);
    const units = { what: `${what}: write units`, unit: '', samples: [used.writeUnits / tasks], peer };
    return [
      atMost === undefined ? units : { ...units, reach: { atMost } },
      { what: `${what}: read units`, unit: '', samples: [used.readUnits / tasks] },
      { what: `${what}: requests`, unit: '', samples: [used.requests / tasks] },
    ];
  };
  return [
    ...(await figures(60, true, 9.2)),
    ...(await figures(60, false, 11.2)),
    ...(await figures(400, true, 9.2)),
    ...(await figures(400, false, 11.2)),
    ...(await figures(810, true)),
    ...(await sentTwice(dynamo, size(200, 20))),
  ];
};

async function live(dynamo: string, { tasks, meanSeconds, archiveOnCompletion }: Lives): Promise<CapacityCount> {
  const clock = new SimulatedClock(START);
  const tables = await ownTables(dynamo, { clock });
  try {
    const { store, ledger } = tables;
    // The golden ratio's multiples lie evenly, however many are taken.
    const invoker = new TimedInvoker(clock, (index) => meanSeconds * (0.9 + 0.2 * ((index * 0.618034) % 1)));
    const labourers = labourersOf(1, { max_simultaneous_invocations: CAP, archive_on_completion: archiveOnCompletion });
    const files = new MemoryQueueFile();
    const essentials = system({ labourers, store, ledger, clock, invoker, files });
    tables.take();
    await essentials.scheduler.handle(jobOf(tasks, 'lives'), { requestId: 'bench' });
    await workAll(essentials, invoker, clock, tasks);
    const used = tables.take();
    const done = await store.closed({ labourerId: 'labourer_0' as never, stage: 'done', limit: tasks + 1 });
    expectEqual([done.tasks.length, invoker.mostAtOnce], [tasks, CAP], 'archived tasks, and tasks at once');
    return used;
  } finally {
    await tables.dispose();
  }
}

/** The same job under the same identity: while its record is there, and after the record of the queue file was lost. */
async function sentTwice(dynamo: string, tasks: number): Promise<Figure[]> {
  const tables = await ownTables(dynamo);
  try {
    const { store, ledger } = tables;
    const labourers = labourersOf(1);
    const job = jobOf(tasks, 'twice');
    const send = async (files: QueueFile) => {
      tables.take();
      const { added } = await system({ labourers, store, ledger, files }).scheduler.handle(job, { requestId: 'twice' });
      return { added, units: tables.take().writeUnits / tasks };
    };
    const files = new MemoryQueueFile();
    await send(files);
    const again = await send(files);
    const forgotten = await send(new MemoryQueueFile());
    expectEqual([again.added, forgotten.added], [0, 0], 'new tasks of a job that was there');
    const what = 'write units a task of a job that is sent twice';
    return [
      { what, unit: '', samples: [again.units], reach: { atMost: 1.1 } },
      {
        what: `${what}, its queue file's record lost: refused writes, as AWS charges them`,
        unit: '',
        samples: [forgotten.units],
        reach: { atMost: 1.1 },
      },
    ];
  } finally {
    await tables.dispose();
  }
}
