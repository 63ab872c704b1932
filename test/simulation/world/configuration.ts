/** The labourers as the configuration has them at each moment: caps are lowered, thresholds move, a labourer is taken out and comes back. */

import type { Labourers } from '../../../src/application/labourers.js';
import type { LabourerId } from '../../../src/domain/ids.js';
import type { Labourer } from '../../../src/domain/labourer.js';
import { aLabourer } from '../../support/world/world.js';
import type { Faults } from './faults.js';
import { HOUR, type PlannedLabourer } from './plan.js';

export class Configuration implements Labourers {
  readonly #planned: ReadonlyMap<string, PlannedLabourer>;
  #current: readonly Labourer[];
  /** As it was before its last change. */
  #last: readonly Labourer[];

  constructor(planned: readonly PlannedLabourer[]) {
    this.#planned = new Map(planned.map((entry) => [entry.labourer.id, entry]));
    this.#current = planned.map(({ labourer }) => labourer);
    this.#last = this.#current;
  }

  all(): readonly Labourer[] {
    return this.#current;
  }

  find(id: string): Labourer | undefined {
    return this.#current.find((labourer) => labourer.id === id);
  }

  of(id: LabourerId): Labourer {
    return this.find(id) ?? aLabourer(id);
  }

  /** As it is, and as it was before the last change: a pass goes by what it read at its beginning. */
  lately(id: LabourerId): readonly Labourer[] {
    return [this.of(id), this.#last.find((labourer) => labourer.id === id) ?? aLabourer(id)];
  }

  planned(id: LabourerId): PlannedLabourer {
    return this.#planned.get(id) ?? { labourer: aLabourer(id), isOld: true };
  }

  /** Changes the configuration now and then, for as long as faults hit, and puts everything back at the end. */
  async changeNowAndThen(faults: Faults, sleep: (seconds: number) => Promise<void>): Promise<void> {
    const dice = faults.dice('F16');
    while (faults.active) {
      await sleep(dice.between(600, HOUR));
      if (!faults.meets('F16')) continue;
      const labourer = dice.pick(this.#current);
      const before = this.#current;
      this.#change(
        dice.next() < 0.3 ? before.filter((other) => other !== labourer) : replaced(before, labourer, dice.next()),
      );
      await sleep(dice.between(60, 1500));
      this.#change(before);
    }
  }

  #change(labourers: readonly Labourer[]): void {
    this.#last = this.#current;
    this.#current = labourers;
  }
}

function replaced(labourers: readonly Labourer[], labourer: Labourer, roll: number): readonly Labourer[] {
  const cap = roll < 0.3 ? 0 : Math.max(Math.floor(labourer.cap * roll), 1);
  // Half of the changes move thresholds: the worst metric now is felt as good, or a good one as bad.
  const changed = roll < 0.5 ? { ...labourer, cap } : { ...labourer, healthMetrics: [] };
  return labourers.map((other) => (other === labourer ? changed : other));
}
