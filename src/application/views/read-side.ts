/** What the views read from: the same ports whether a laptop's file, a deployment or a simulation stands behind them. */

import type { Coefficients } from '../../domain/ecology/allowance.js';
import type { TaskSettings } from '../../domain/labourer.js';
import type { Labourers } from '../labourers.js';
import type { History } from '../ports/history.js';
import type { JobRegister } from '../ports/job-register.js';
import type { OperationLog } from '../ports/operation-log.js';
import type { SlotLedger } from '../ports/slot-ledger.js';
import type { TaskCounts } from '../ports/task-counts.js';
import type { TaskLog } from '../ports/task-log.js';
import type { TaskSearch } from '../ports/task-search.js';
import type { TaskStore } from '../ports/task-store.js';

export interface ReadSide {
  readonly store: TaskStore;
  readonly ledger: SlotLedger;
  readonly log: Pick<TaskLog, 'read'>;
  readonly search: TaskSearch;
  readonly history: History;
  readonly jobs: JobRegister;
  readonly operations: Pick<OperationLog, 'recent' | 'of'>;
  /** Absent where the store does not count (DynamoDB): then what it knows is told, and the rest is null. */
  readonly counts?: TaskCounts;
  readonly labourers: Labourers;
  readonly settings: TaskSettings;
  readonly coefficients: Coefficients;
}
