/** What an operator may do to a labourer: pause it, let it go on, set its cap. Each leaves a record of who did it. */

import { RefusedError, SoswError } from '../domain/errors.js';
import type { LabourerId } from '../domain/ids.js';
import type { JsonObject } from '../domain/task.js';
import type { Labourers } from './labourers.js';
import type { Clock } from './ports/clock.js';
import type { IdSource } from './ports/id-source.js';
import type { OperationLog, OperationRecord, OperatorAction } from './ports/operation-log.js';
import type { SlotBook } from './slot-book.js';
import { knownLabourer } from './views/known.js';

/** Beyond it a cap is a slip of the finger, and a labourer's row could not count its tokens in one item. */
const CAP_MAX = 100_000;

export interface ControlPorts {
  readonly slots: SlotBook;
  readonly operations: OperationLog;
  readonly labourers: Labourers;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/**
 * Each answers with its record, whose state is `done`, or `failed` where the change could not be confirmed; rejects with RefusedError
 * `labourer.unknown` for a labourer that is not configured, and where the record can't be kept. All may be repeated.
 */
export class LabourerControls {
  readonly #ports: ControlPorts;

  constructor(ports: ControlPorts) {
    this.#ports = ports;
  }

  /** Nothing more is started; what runs goes on to its end. */
  pause(id: LabourerId, by: string): Promise<OperationRecord> {
    return this.#recorded('pause', id, {}, by, () => this.#ports.slots.pause(id, true));
  }

  resume(id: LabourerId, by: string): Promise<OperationRecord> {
    return this.#recorded('resume', id, {}, by, () => this.#ports.slots.pause(id, false));
  }

  /** Sets the cap in place of the configured one, until undefined takes it back. Rejects with RefusedError `labourer.cap`. */
  async setCap(id: LabourerId, cap: number | undefined, by: string): Promise<OperationRecord> {
    refuseWrongCap(cap);
    return this.#recorded('cap', id, { cap: cap ?? null }, by, () => this.#ports.slots.setCap(id, cap));
  }

  async #recorded(
    action: OperatorAction,
    id: LabourerId,
    details: JsonObject,
    by: string,
    change: () => Promise<void>,
  ): Promise<OperationRecord> {
    const { operations, labourers, clock, ids } = this.#ports;
    knownLabourer({ labourers }, id);
    const operation = { operationId: ids.taskId(), by, action, target: { labourer_id: id, ...details } };
    const ended = await outcomeOf(change);
    const record: OperationRecord = { ...operation, at: clock.now(), ...ended };
    await operations.append(record);
    return record;
  }
}

/** Throws RefusedError `labourer.cap` for what no cap can be; undefined, which takes it back, can. */
export function refuseWrongCap(cap: number | undefined): void {
  if (cap === undefined || (Number.isSafeInteger(cap) && cap >= 0 && cap <= CAP_MAX)) return;
  const expected = `a whole number from 0 to ${CAP_MAX}`;
  throw new RefusedError('labourer.cap', { path: 'cap', expected, found: cap });
}

async function outcomeOf(change: () => Promise<void>): Promise<Pick<OperationRecord, 'state' | 'error'>> {
  try {
    await change();
    return { state: 'done' };
  } catch (error) {
    if (!(error instanceof SoswError)) throw error;
    return { state: 'failed', error: error.message };
  }
}
