/** One thing that may happen around a task. */

import type { Cell } from './cell.js';
import type { Essential, HeldToken } from './hand.js';

export interface CellStep {
  readonly label: string;
  readonly cell: Cell;
  /** What a process then has in hand. */
  readonly hand?: HeldToken | undefined;
  /** The essential of which a process has to be free for it. */
  readonly needs?: Essential;
  /** The promise that it breaks. */
  readonly broken?: string | undefined;
}
