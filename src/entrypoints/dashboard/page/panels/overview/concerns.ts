/** What of a labourer wants somebody's attention, and how much. */

import type { LabourerFacts } from '../../../../../application/views/facts.js';
import { count, percent, plural } from '../../format/numbers.js';

export interface Concern {
  readonly labourerId: string;
  /** Higher is worse. */
  readonly weight: number;
  readonly text: string;
  /** Where in the page more is told. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
}

/** Of attempts that failed in the last hour, from which on it is told. */
const MANY_FAILED = 0.2;

/** The worst first; none where all is well. */
export function concernsOf(labourer: LabourerFacts): readonly Concern[] {
  const { labourer_id: labourerId, paused, status, dead, expired, share_failed: shareFailed, queued } = labourer;
  const home = { labourerId, path: ['labourers', labourerId] };
  const found: Concern[] = [];
  if (status === 0) found.push({ ...home, weight: 5, text: 'is Bad: health holds it back' });
  if (paused) {
    const waiting = queued === null || queued.count === 0 ? '' : `, ${count(queued.count)} wait`;
    found.push({ ...home, weight: 4, text: `is paused${waiting}` });
  }
  if (shareFailed !== null && shareFailed >= MANY_FAILED) {
    found.push({ ...home, weight: 3, text: `failed ${percent(shareFailed)} of its attempts in the last hour` });
  }
  if (dead !== null && dead > 0) {
    const tasks = { path: ['tasks'], query: { labourer: labourerId, state: 'dead' } };
    found.push({ labourerId, weight: 2, text: `has ${plural(dead, 'dead task')}`, ...tasks });
  }
  if (expired !== null && expired > 0) {
    const tasks = { path: ['tasks'], query: { labourer: labourerId, state: 'expired' } };
    found.push({ labourerId, weight: 1, text: `has ${plural(expired, 'expired attempt')}`, ...tasks });
  }
  return found;
}

export const weightOf = (labourer: LabourerFacts): number =>
  concernsOf(labourer).reduce((sum, { weight }) => sum + weight, 0);
