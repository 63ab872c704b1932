/** What a dashboard looks at: a laptop's data, a deployment, or a simulation that is over. The page sees no difference. */

import type { BulkOperations } from '../../application/bulk-operations.js';
import type { LabourerControls } from '../../application/labourer-controls.js';
import type { ReadSide } from '../../application/views/read-side.js';
import type { EpochSeconds, Seconds } from '../../domain/time.js';

export interface World {
  readonly kind: 'local' | 'aws' | 'simulation';
  /** For people: the folder, the region and the environment, the file. */
  readonly name: string;
  readonly reads: ReadSide;
  /** Whether it goes on: a simulation is over. */
  readonly live: boolean;
  /** Its present; of a simulation the end. */
  now(): EpochSeconds;
  /** Between two refreshes of the live view. */
  readonly refresh: Seconds;
  /** Absent where nothing can be changed: nobody allowed it, or it is over. */
  readonly actions?: WorldActions;
  /** Values under keys that contain one of these, in lower case, are never shown. */
  readonly maskedKeys: readonly string[];
}

export interface WorldActions {
  readonly controls: LabourerControls;
  readonly bulk: BulkOperations;
  /** Who acts, for the audit trail. */
  readonly by: string;
}
