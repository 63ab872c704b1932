/** A world's ports with the assertions of production over them, and what they told. */

import { AssertedSlotLedger } from '../../../src/application/asserted-slot-ledger.js';
import { AssertedTaskStore } from '../../../src/application/asserted-task-store.js';
import type { Clock } from '../../../src/application/ports/clock.js';
import type { InvariantAlarm } from '../../../src/application/ports/invariant-alarm.js';
import type { SlotLedger } from '../../../src/application/ports/slot-ledger.js';
import type { TaskStore } from '../../../src/application/ports/task-store.js';
import type { LabourerId } from '../../../src/domain/ids.js';
import type { BrokenInvariant } from '../../../src/domain/invariants.js';
import { DEFAULT_TASK_SETTINGS, type Labourer } from '../../../src/domain/labourer.js';
import type { EpochSeconds } from '../../../src/domain/time.js';

export class Alarms {
  readonly told: BrokenInvariant[] = [];
  readonly #labourers: { of(id: LabourerId): Labourer };
  readonly #clock: Pick<Clock, 'now'>;
  readonly #alarm: InvariantAlarm = (broken) => void this.told.push(broken);

  /** `now` is asked with each change: the world may be made after its alarms. */
  constructor(labourers: readonly Labourer[], now: () => EpochSeconds) {
    const byId = new Map<LabourerId, Labourer>(labourers.map((labourer) => [labourer.id, labourer]));
    this.#labourers = {
      of: (id) => {
        const labourer = byId.get(id);
        if (labourer === undefined) throw new Error(`no labourer ${id}`);
        return labourer;
      },
    };
    this.#clock = { now };
  }

  readonly store = (store: TaskStore): TaskStore =>
    new AssertedTaskStore(store, {
      labourers: this.#labourers,
      settings: DEFAULT_TASK_SETTINGS,
      clock: this.#clock,
      alarm: this.#alarm,
    });

  readonly ledger = (ledger: SlotLedger): SlotLedger => new AssertedSlotLedger(ledger, this.#alarm);
}
