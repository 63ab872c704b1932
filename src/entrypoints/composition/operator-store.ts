/** What operators look at and change, wherever the tasks are kept: put together once, from whatever adapters there are. */

import { BulkOperations } from '../../application/bulk-operations.js';
import { LabourerControls } from '../../application/labourer-controls.js';
import type { Clock } from '../../application/ports/clock.js';
import type { IdSource } from '../../application/ports/id-source.js';
import type { OperationLog } from '../../application/ports/operation-log.js';
import { QueueEnds } from '../../application/queue-ends.js';
import { SlotBook } from '../../application/slot-book.js';
import { TaskOperator } from '../../application/task-operator.js';
import type { ReadSide } from '../../application/views/read-side.js';
import type { Seconds } from '../../domain/time.js';
import type { EssentialConfig } from '../config/config.js';

export interface OperatorStore extends ReadSide {
  readonly operator: TaskOperator;
  readonly controls: LabourerControls;
  readonly bulk: BulkOperations;
  close(): void;
}

type OperatorParts = Omit<ReadSide, 'labourers' | 'settings' | 'coefficients' | 'operations'> & {
  readonly operations: OperationLog;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly config: Pick<EssentialConfig, 'labourers' | 'taskSettings' | 'coefficients'>;
  /** By how much clocks may differ between those who close tasks and whoever redrives them. */
  readonly clockSkew: Seconds;
  readonly close: () => void;
};

export function operatorStore({ config, clock, ids, clockSkew, close, ...reads }: OperatorParts): OperatorStore {
  const { labourers, taskSettings: settings, coefficients } = config;
  const { store, search, operations } = reads;
  const slots = new SlotBook(reads.ledger, clock);
  const queue = new QueueEnds({ store, slots, clock }, settings);
  const operator = new TaskOperator({ store, labourers, queue, clock });
  const bulkPorts = { store, search, operator, queue, labourers, operations, clock, ids };
  return {
    ...reads,
    labourers,
    settings,
    coefficients,
    operator,
    controls: new LabourerControls({ slots, operations, labourers, clock, ids }),
    bulk: new BulkOperations(bulkPorts, { ...settings, clockSkew }),
    close,
  };
}
