/** Reads the counts that are kept with every change of a task: one row a labourer, however many tasks it has. */

import type { LabourerCounts, TaskCounts } from '../../application/ports/task-counts.js';
import type { LabourerId } from '../../domain/ids.js';
import type { TaskStage } from '../../domain/task.js';
import { COUNTED_CHANGES, COUNTED_STAGES } from '../shared/counts-by-labourer.js';
import { FIXED_NAMES } from '../shared/store-names.js';
import { COUNT_COLUMNS } from './labourer-counters.js';
import type { StoreDatabase } from './store-database.js';

type CountsRow = readonly [labourerId: LabourerId, ...counts: number[]];

const NO_COUNTS: readonly number[] = [...COUNTED_STAGES, ...COUNTED_CHANGES].map(() => 0);

export class SqliteTaskCounts implements TaskCounts {
  readonly #database: StoreDatabase;
  readonly #select;
  readonly #selectAll;

  constructor(database: StoreDatabase) {
    this.#database = database;
    const select = `SELECT labourer_id, ${COUNT_COLUMNS} FROM ${FIXED_NAMES.counts}`;
    this.#select = database.statement<CountsRow>(`${select} WHERE labourer_id IN (SELECT value FROM json_each(?))`);
    this.#selectAll = database.statement<CountsRow>(select);
  }

  async counts(labourerIds: readonly LabourerId[]): Promise<readonly LabourerCounts[]> {
    const rows = this.#database.read(() => this.#select.all(JSON.stringify(labourerIds)));
    const found = new Map(rows.map(([labourerId, ...counts]) => [labourerId, counts]));
    return labourerIds.map((labourerId) => countsOf(found.get(labourerId) ?? NO_COUNTS));
  }

  /** Where the tasks of every labourer stand that ever had one, configured or not. */
  stages(): ReadonlyMap<LabourerId, LabourerCounts['stages']> {
    const rows = this.#database.read(() => this.#selectAll.all());
    return new Map(rows.map(([labourerId, ...counts]) => [labourerId, stagesOf(counts)]));
  }
}

const countsOf = (row: readonly number[]): LabourerCounts => ({
  stages: stagesOf(row),
  changes: Object.fromEntries(
    COUNTED_CHANGES.map((change, index) => [change, row[COUNTED_STAGES.length + index] ?? 0] as const).filter(
      ([, count]) => count > 0,
    ),
  ),
});

const stagesOf = ([open = 0, retrying = 0, done = 0, dead = 0, cancelled = 0]: readonly number[]): Readonly<
  Record<TaskStage, number>
> => ({ open, retrying, done, dead, cancelled });
