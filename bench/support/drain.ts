/** Drains the product's queue: claimed, worked (a no-op), completed, archived, each slot handed over to the next task. */

import { setTimeout as sleep } from 'node:timers/promises';
import { readLabourer, SqliteSlotLedger, SystemClock } from './product.js';
import { ratePerSecond } from './scenario.js';
import type { SqliteQueue } from './sqlite-queue.js';
import { composed, type UseCases } from './use-cases.js';
import { InProcessWorkers } from './workers.js';

/** Tasks at once: the labourer's cap, and the number of the peer's workers. */
export const AT_ONCE = 100;
export const DRAINED = readLabourer('bench', { max_simultaneous_invocations: AT_ONCE }, {}, 'bench');

/** Between two passes of the Orchestrator, as in the local runtime. */
const TICK_MS = 500;
const PATIENCE_MS = 120_000;

/** Tasks a second, from the first pass until the last task is in the archive. */
export async function drain(queue: SqliteQueue, tasks: number): Promise<number> {
  const workers = new InProcessWorkers({ assistant: () => useCases.assistant, work: noWork, expected: tasks });
  const useCases: UseCases = composed(DRAINED, {
    store: queue.store,
    ledger: new SqliteSlotLedger(queue.database),
    clock: new SystemClock(),
    invoker: workers,
  });
  const startMs = performance.now();
  const over = workers.allReported.then(() => true);
  do {
    if (performance.now() - startMs > PATIENCE_MS) throw new Error(`not drained within ${PATIENCE_MS / 1000} s`);
    await useCases.orchestrator.pass();
  } while (!(await Promise.race([over, sleep(TICK_MS, false)])));
  return ratePerSecond(tasks, startMs);
}

/** The worker starts when whoever invoked it has gone on. */
const noWork = async (): Promise<void> => {};
