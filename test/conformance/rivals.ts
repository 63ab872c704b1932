/** What rival processes tell each other of, and of themselves. */

import type { Task } from '../../src/domain/task.js';

/** Of the labourer whose tokens they reserve. */
export const ALLOWANCE = 7;

export interface RivalReport {
  /** Ids that were added by this process. */
  readonly added: readonly string[];
  /** Every change that it made: the row before, and after. */
  readonly changes: readonly (readonly [before: Task, after: Task])[];
  /** Versions of the labourer's row that it wrote. */
  readonly versions: readonly number[];
  /** Tokens that it has at the end. */
  readonly held: number;
  /** Changes that were made of another row than they were decided for. */
  readonly unguarded: number;
  readonly stale: number;
  readonly lost: number;
  /** The most tokens out that it has seen. */
  readonly mostOut: number;
}
