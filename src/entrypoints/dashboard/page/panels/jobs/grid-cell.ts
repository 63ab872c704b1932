/** What a cell of the grid shows for its tasks: the state that matters most, a letter, and the counts in words. */

import type { GridFacts } from '../../../../../application/views/facts.js';
import { brief, count } from '../../format/numbers.js';
import { STATES, stateName } from '../../format/words.js';
import { address } from '../../state/route.js';

export type Cell = NonNullable<GridFacts['cells'][number][number]>;

/** What wants attention first; done only where all are. */
const IMPORTANCE = ['dead', 'expired', 'retrying', 'invoked', 'queued', 'completed', 'cancelled', 'done'];

export const mainState = ({ states }: Cell): string =>
  IMPORTANCE.find((state) => (states[state] ?? 0) > 0) ?? Object.keys(states)[0] ?? 'queued';

const total = ({ states }: Cell): number => Object.values(states).reduce((sum, tasks) => sum + tasks, 0);

/** Its letter; where the cell is of several tasks, how many are in that state. */
export function cellText(cell: Cell): string {
  const state = mainState(cell);
  const letter = STATES.find((known) => known.state === state)?.letter ?? '?';
  return total(cell) === 1 ? letter : `${letter}${brief(cell.states[state] ?? 0)}`;
}

export const cellWords = (cell: Cell): string =>
  Object.entries(cell.states)
    .filter(([, tasks]) => tasks > 0)
    .map(([state, tasks]) => `${stateName(state)}: ${count(tasks)}`)
    .join(', ');

/** One task by itself; of several the job's tasks that hold the row's value. */
export const cellAddress = (cell: Cell, jobId: string, row: string): string =>
  total(cell) === 1
    ? address(['tasks', cell.task_id])
    : address(['tasks'], new URLSearchParams({ job: jobId, text: row.split(' › ').at(-1) ?? row }));
