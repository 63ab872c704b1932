/** Who did what to tasks and labourers, and how far each such operation is: an audit trail that is only ever added to. */

import type { JsonObject } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';

export type OperatorAction = 'pause' | 'resume' | 'cap' | 'retry' | 'redrive' | 'cancel';

/** `going` is written while a long operation goes on; the last record of an operation says how it stands. */
export type OperationState = 'begun' | 'going' | 'done' | 'failed' | 'stopped';

export interface OperationRecord {
  /** The same in all records of an operation. */
  readonly operationId: string;
  /** With its fraction of a second: what two operators did is told in its order. */
  readonly at: EpochSeconds;
  /** Who asked for it, as far as it is known: a user's name and where they asked (`ada (cli)`, `ada (dashboard)`). */
  readonly by: string;
  readonly action: OperatorAction;
  readonly state: OperationState;
  /** What it was asked for: `{labourer_id, cap}`, `{task_ids}`, or `{filter}`. */
  readonly target: JsonObject;
  /** Tasks so far: changed, and left as they were because they had changed meanwhile or may still run. */
  readonly counts?: { readonly changed: number; readonly skipped: number; readonly matched?: number };
  /** Why it failed. */
  readonly error?: string;
}

export interface OperationLog {
  /** Rejects where the record can't be kept: an operation that leaves no trace is not begun. */
  append(record: OperationRecord): Promise<void>;
  /** Records, newest first, at most `limit`. */
  recent(limit: number): Promise<readonly OperationRecord[]>;
  /** The records of one operation, oldest first; none for one that is not known. */
  of(operationId: string): Promise<readonly OperationRecord[]>;
}
