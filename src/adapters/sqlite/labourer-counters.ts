/** Counts what happens to each labourer's tasks within the transaction in which it happens: one write a labourer and commit. */

import type { LabourerId } from '../../domain/ids.js';
import type { TaskStage } from '../../domain/task.js';
import type { TransitionName } from '../../domain/transition.js';
import { COUNTED_CHANGES, COUNTED_STAGES, CountsByLabourer } from '../shared/counts-by-labourer.js';
import { FIXED_NAMES, quoted } from '../shared/store-names.js';
import type { CommitParticipant } from './group-commit.js';
import type { StoreDatabase } from './store-database.js';

/** Columns of counts, each named by what it counts: one statement adds to all of them in some ten microseconds, with nothing read before. */
export const COUNT_COLUMNS: readonly string[] = [...COUNTED_STAGES, ...COUNTED_CHANGES].map(quoted);

export class LabourerCounters implements CommitParticipant {
  readonly #changes = new CountsByLabourer();
  readonly #add;

  constructor(database: StoreDatabase) {
    const { counts } = FIXED_NAMES;
    const sums = COUNT_COLUMNS.map((column) => `${column} = ${column} + excluded.${column}`);
    this.#add = database.statement(
      `INSERT INTO ${counts} (labourer_id, ${COUNT_COLUMNS}) VALUES (?, ${COUNT_COLUMNS.map(() => '?')})
        ON CONFLICT (labourer_id) DO UPDATE SET ${sums}`,
    );
    database.joinCommits(this);
  }

  begin(): void {}

  added(labourerId: LabourerId, stage: TaskStage): void {
    this.#changes.added(labourerId, stage);
  }

  changed(labourerId: LabourerId, name: TransitionName, from: TaskStage, to: TaskStage): void {
    this.#changes.changed(labourerId, name, from, to);
  }

  end(): void {
    for (const [labourerId, { stages, changes }] of this.#changes.entries()) {
      const ofStages = COUNTED_STAGES.map((stage) => stages[stage]);
      this.#add.run(labourerId, ...ofStages, ...COUNTED_CHANGES.map((change) => changes[change] ?? 0));
    }
    this.#changes.clear();
  }

  undone(): void {
    this.#changes.clear();
  }
}
