/** What views read from, over the memory adapters of a whole system: what a test of a view starts from. */

import { MemoryHistory } from '../../src/adapters/memory/memory-history.js';
import { MemoryJobRegister } from '../../src/adapters/memory/memory-job-register.js';
import { MemoryOperationLog } from '../../src/adapters/memory/memory-operation-log.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { PagedTaskSearch } from '../../src/application/paged-task-search.js';
import type { Sample } from '../../src/application/ports/history.js';
import type { ReadSide } from '../../src/application/views/read-side.js';
import { DEFAULT_COEFFICIENTS } from '../../src/domain/ecology/allowance.js';
import { LABOURER, NOW } from './a-task.js';
import { aSystem, type SystemOptions } from './system.js';

/** A sample of an idle labourer in which only what the test is about is said. */
export const aSample = (details: Partial<Sample> = {}): Sample => ({
  labourerId: LABOURER,
  at: NOW,
  queued: 0,
  oldestWait: 0,
  running: 0,
  allowance: 10,
  cap: 10,
  paused: false,
  status: 4,
  metrics: {},
  created: 0,
  done: 0,
  dead: 0,
  retried: 0,
  ...details,
});

export interface ReadsOptions extends SystemOptions {
  /** False: as DynamoDB, where the store does not count. */
  readonly counts?: boolean;
  /** Rows of the history. */
  readonly samples?: readonly Partial<Sample>[];
}

/** The system, and the read side over its store and ledger. */
export function aReadSide({ counts = true, samples = [], ...options }: ReadsOptions = {}) {
  const store = new MemoryTaskStore();
  const system = aSystem({ ...options, ports: { store, ...options.ports } });
  const { labourers, settings, ledger, taskLog: log } = system;
  const history = new MemoryHistory();
  // Written before it returns its promise, as everything in memory.
  void history.write(samples.map(aSample));
  const operations = new MemoryOperationLog();
  const jobs = new MemoryJobRegister(store);
  const reads: ReadSide = {
    store,
    ledger,
    log,
    search: new PagedTaskSearch({ store, labourers, settings, jobs }),
    history,
    jobs,
    operations,
    ...(counts ? { counts: store } : {}),
    labourers,
    settings,
    coefficients: DEFAULT_COEFFICIENTS,
  };
  return { system, store, ledger, history, operations, reads };
}
