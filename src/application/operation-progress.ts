/** How far a long operation is: counted, told to whoever watches, and written down now and then. */

import type { BulkCounts } from './bulk-change.js';
import type { Clock } from './ports/clock.js';
import type { OperationLog, OperationRecord, OperationState } from './ports/operation-log.js';

/** A record is written after so many tasks, or so many milliseconds, whichever is first. */
const TASKS_BETWEEN = 5000;
const MS_BETWEEN = 2000;

export class OperationProgress {
  readonly #operations: OperationLog;
  readonly #clock: Clock;
  readonly #onProgress: (record: OperationRecord) => void;
  readonly #begun: OperationRecord;
  #changed: number;
  #skipped = 0;
  #written = { tasks: 0, at: 0 };

  /** `last` is what an earlier run has left; what it changed counts, what it skipped is looked at again. */
  constructor(
    ports: { readonly operations: OperationLog; readonly clock: Clock },
    last: OperationRecord,
    onProgress: (record: OperationRecord) => void = () => {},
  ) {
    this.#operations = ports.operations;
    this.#clock = ports.clock;
    this.#onProgress = onProgress;
    this.#begun = last;
    this.#changed = last.counts?.changed ?? 0;
    this.#written = { tasks: this.#changed, at: ports.clock.monotonic() };
  }

  get changed(): number {
    return this.#changed;
  }

  async add({ changed, skipped }: BulkCounts): Promise<void> {
    this.#changed += changed;
    this.#skipped += skipped;
    const record = this.#record('going');
    this.#onProgress(record);
    const tasks = this.#changed + this.#skipped;
    const at = this.#clock.monotonic();
    if (tasks - this.#written.tasks < TASKS_BETWEEN && at - this.#written.at < MS_BETWEEN) return;
    this.#written = { tasks, at };
    await this.#operations.append(record);
  }

  /** Writes the last record of this run. `error` says why it failed, or what it left out. */
  async end(state: OperationState, error?: string): Promise<OperationRecord> {
    const record = { ...this.#record(state), ...(error === undefined ? {} : { error }) };
    await this.#operations.append(record);
    return record;
  }

  #record(state: OperationState): OperationRecord {
    const { operationId, by, action, target, counts } = this.#begun;
    const matched = counts?.matched === undefined ? {} : { matched: counts.matched };
    return {
      operationId,
      at: this.#clock.now(),
      by,
      action,
      state,
      target,
      counts: { changed: this.#changed, skipped: this.#skipped, ...matched },
    };
  }
}
