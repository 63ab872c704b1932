/** The labourers' rows: tokens out, allowance, cap, pause, and the queue's reserved tail. */

import type { LabourerId } from '../../domain/ids.js';
import type { LabourerRow } from '../../domain/slots.js';
import type { EpochSeconds } from '../../domain/time.js';

/** `lost`: another version was there. `unknown`: the answer was lost; what was asked counts as not got, and as given back. */
export type CompareAndSetOutcome = 'written' | 'lost' | 'unknown';

/** Why a labourer may run what it may run, for people. */
export interface NotedDecision {
  readonly at: EpochSeconds;
  readonly text: string;
}

/** Reads are strongly consistent. Writes are never repeated by the adapter or its SDK: an ambiguous answer is `unknown`. */
export interface SlotLedger {
  /** The labourer's row; `emptyRow` for one that was never written. */
  read(labourerId: LabourerId): Promise<LabourerRow>;

  /** The rows of many labourers in few requests, in the order asked for. */
  readAll(labourerIds: readonly LabourerId[]): Promise<readonly LabourerRow[]>;

  /** Writes the row as version `row.version + 1` if the stored version still is `row.version`. */
  compareAndSet(row: LabourerRow): Promise<CompareAndSetOutcome>;

  /** Keeps a decision's text beside the row, newest first, at most 50 a labourer. Losing one is no error. */
  note(labourerId: LabourerId, decision: NotedDecision): Promise<void>;
  decisions(labourerId: LabourerId, limit: number): Promise<readonly NotedDecision[]>;
}
