/** What a search costs is told before it begins, and asked for where it is much. */

import type { TaskFilter } from '../../application/ports/task-search.js';
import type { ReadSide } from '../../application/views/read-side.js';
import { searchCost } from '../../application/views/tasks.js';
import type { EpochSeconds } from '../../domain/time.js';
import { confirmed } from './confirmation.js';
import type { Terminal } from './terminal.js';
import { inNumbers } from './wording.js';

/** Read units that are spent without asking: about a cent. */
const UNASKED = 50_000;

/** False where somebody was asked and said no. Says nothing where reading is free. Throws UsageError where nobody can be asked. */
export async function costIsAgreed(
  reads: ReadSide,
  { filter, at }: { readonly filter: TaskFilter; readonly at: EpochSeconds },
  { terminal, yes }: { readonly terminal: Terminal; readonly yes: boolean | undefined },
): Promise<boolean> {
  const { rows, exact, read_units } = await searchCost(reads, filter, at);
  if (read_units === null) return true;
  const estimate = exact ? '' : ', by an estimate some hours old';
  const cost = `up to ${inNumbers(rows)} rows, ${inNumbers(Math.ceil(read_units))} read units${estimate}`;
  terminal.note(`This search looks at ${cost}.`);
  if (read_units <= UNASKED) return true;
  return confirmed({ text: 'Search all the same?', yesDoes: 'searches', yes });
}
