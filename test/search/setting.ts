/** What a world is searched with: its size, its seconds, and the rules that are kept in it. */

import { settledUnless } from './canonical-cell.js';
import { type Bounds, type Times, timesOf } from './bounds.js';
import { ALL_RULES, type Rules } from './decisions.js';
import type { Task } from '../../src/domain/task.js';

export interface Setting {
  readonly bounds: Bounds;
  readonly times: Times;
  readonly rules: Rules;
  /** Whether the age of what a process read of the labourer's row matters: only where that may change in the meantime. */
  readonly readsAge: boolean;
  readonly settled: (task: Task) => boolean;
}

export function settingOf(bounds: Bounds, rules: Rules = ALL_RULES): Setting {
  // A store without its guards may change a closed task, too.
  const guarded = rules.decisions.guardHolds === ALL_RULES.decisions.guardHolds;
  return {
    bounds,
    times: timesOf(bounds),
    rules,
    readsAge: bounds.pausing || bounds.lowering || bounds.allowances.length > 1,
    settled: guarded ? settledUnless(bounds.redrives) : () => false,
  };
}
