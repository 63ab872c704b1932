/** The columns of the overview by which labourers can be put in order. */

import type { LabourerFacts } from '../../../../../application/views/facts.js';
import type { Sorting } from '../../parts/sort-header.js';
import { weightOf } from './concerns.js';

/** What each column compares; null, which is not known, comes last in either direction. */
const COMPARED: Readonly<Record<string, (labourer: LabourerFacts) => number | string | null>> = {
  attention: weightOf,
  labourer: ({ labourer_id }) => labourer_id,
  waiting: ({ queued }) => queued?.count ?? null,
  oldest: ({ oldest_wait }) => oldest_wait,
  running: ({ running }) => running,
  done: ({ done_per_minute }) => done_per_minute,
  failed: ({ failed_per_minute }) => failed_per_minute,
  share: ({ share_failed }) => share_failed,
  dead: ({ dead }) => dead,
  hour: ({ sparkline }) => sparkline.reduce((sum, value) => sum + value, 0),
  status: ({ status }) => status,
  why: ({ decision }) => decision?.text ?? null,
};

/** Those that want attention first, then who waits the longest. */
export const BY_ATTENTION: Sorting = { column: 'attention', isDescending: true };

/** A column that is clicked again turns round; names and statuses begin with the least, the others with the most. */
export const nextSorting = (sorting: Sorting, column: string): Sorting => ({
  column,
  isDescending: sorting.column === column ? !sorting.isDescending : !['labourer', 'status', 'why'].includes(column),
});

export function inOrder(labourers: readonly LabourerFacts[], sorting: Sorting): readonly LabourerFacts[] {
  const compared = COMPARED[sorting.column] ?? weightOf;
  const direction = sorting.isDescending ? -1 : 1;
  const keyed = labourers.map((labourer) => ({ labourer, key: compared(labourer) }));
  return keyed
    .sort((one, other) => direct(one.key, other.key, direction) || tie(one.labourer, other.labourer))
    .map(({ labourer }) => labourer);
}

function direct(one: number | string | null, other: number | string | null, direction: number): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  return (one < other ? -1 : one > other ? 1 : 0) * direction;
}

const tie = (one: LabourerFacts, other: LabourerFacts): number =>
  (other.oldest_wait ?? 0) - (one.oldest_wait ?? 0) || (one.labourer_id < other.labourer_id ? -1 : 1);
