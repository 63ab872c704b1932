/** Keeps what happens in a simulation beside it: every change goes there too, in the order in which it was made, and nobody waits for it. */

import type { JobRegister } from '../../application/ports/job-register.js';
import type { SampleLog } from '../../application/ports/history.js';
import type { SlotLedger } from '../../application/ports/slot-ledger.js';
import type { TaskLog } from '../../application/ports/task-log.js';
import type { TaskStore } from '../../application/ports/task-store.js';
import type { LabourerRow } from '../../domain/slots.js';
import type { Task } from '../../domain/task.js';
import type { Transition } from '../../domain/transition.js';

/** Where it is kept: ports that take calls in their order, and need not have answered before the next one comes. */
export interface Recorder {
  readonly store: Pick<TaskStore, 'add' | 'apply'>;
  readonly ledger: Pick<SlotLedger, 'compareAndSet' | 'note'>;
  readonly log: TaskLog;
  readonly samples: SampleLog;
  readonly jobs: JobRegister;
}

export class Recording {
  readonly #recorder: Recorder;
  #failure: unknown;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /** What cannot be kept ends the simulation: a file with holes would tell lies. */
  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  changed(task: Task, before?: Task, transition?: Transition): void {
    const { store } = this.#recorder;
    if (before === undefined) this.#keep(store.add([task]));
    else if (transition !== undefined) this.#keep(store.apply([transition]));
  }

  /** `row` as it was given to the ledger: the write makes its next version. */
  slotWritten(row: LabourerRow): void {
    this.#keep(this.#recorder.ledger.compareAndSet(row));
  }

  /** The simulation's own ledger, whose decisions are kept too. */
  noting(ledger: SlotLedger): SlotLedger {
    return {
      read: (id) => ledger.read(id),
      readAll: (ids) => ledger.readAll(ids),
      compareAndSet: (row) => ledger.compareAndSet(row),
      decisions: (id, limit) => ledger.decisions(id, limit),
      note: (id, decision) => {
        this.#keep(this.#recorder.ledger.note(id, decision));
        return ledger.note(id, decision);
      },
    };
  }

  /** Of tasks' events. What a simulation's tasks did is never asked for while it runs. */
  get log(): TaskLog {
    return {
      write: async (events) => this.#keep(this.#recorder.log.write(events)),
      read: async () => [],
    };
  }

  get samples(): SampleLog {
    return { write: async (samples) => this.#keep(this.#recorder.samples.write(samples)) };
  }

  get jobs(): JobRegister {
    const { jobs } = this.#recorder;
    return {
      note: async (job) => this.#keep(jobs.note(job)),
      recent: async () => [],
      find: async () => undefined,
      recounted: async () => {},
    };
  }

  #keep(written: Promise<unknown>): void {
    written.catch((error: unknown) => {
      this.#failure ??= error;
    });
  }
}
