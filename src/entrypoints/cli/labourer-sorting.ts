/** The orders that the overview of labourers may have. */

import type { LabourerFacts } from '../../application/views/facts.js';

type Sort = (labourer: LabourerFacts) => number | null;

const BY = {
  queued: ({ queued }) => queued?.count ?? null,
  wait: ({ oldest_wait }) => oldest_wait,
  running: ({ running }) => running,
  retrying: ({ retrying }) => retrying,
  dead: ({ dead }) => dead,
  done: ({ done_per_minute }) => done_per_minute,
  failed: ({ failed_per_minute }) => failed_per_minute,
  share: ({ share_failed }) => share_failed,
} as const satisfies Readonly<Record<string, Sort>>;

export type SortName = 'name' | keyof typeof BY;

export const SORTS: readonly string[] = ['name', ...Object.keys(BY)];

/** By name in the alphabet; by anything else the most first, what is not known last, and equal ones by name. */
export function sorted(labourers: readonly LabourerFacts[], by: SortName): readonly LabourerFacts[] {
  const names = (one: LabourerFacts, other: LabourerFacts): number => (one.labourer_id < other.labourer_id ? -1 : 1);
  if (by === 'name') return labourers.toSorted(names);
  const value = (labourer: LabourerFacts): number => BY[by](labourer) ?? Number.NEGATIVE_INFINITY;
  return labourers.toSorted((one, other) => value(other) - value(one) || names(one, other));
}
