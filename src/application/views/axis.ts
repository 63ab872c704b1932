/** The greenfield axis: every open task of a labourer on one line, the queue by its places, attempts by their ages. */

import { claimedAt, type Greenfield, type InvocationWindow, rangeOf } from '../../domain/greenfield.js';
import type { LabourerId } from '../../domain/ids.js';
import { type Labourer, windowOf } from '../../domain/labourer.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { Page } from '../ports/task-store.js';
import type { AxisFacts, CountFacts } from './facts.js';
import { knownLabourer } from './known.js';
import { sampleAt } from './labourer-situation.js';
import type { ReadSide } from './read-side.js';

export interface AxisQuery {
  readonly now: EpochSeconds;
  /** False: an instant of the past, of which only counts were recorded. Default: the present. */
  readonly live?: boolean;
}

/** Tasks read from each end of the queue, and of the attempts of each kind. */
const READ_MAX = 100;

/** Rejects with RefusedError `labourer.unknown`. */
export async function axis(reads: ReadSide, labourerId: LabourerId, query: AxisQuery): Promise<AxisFacts> {
  const labourer = knownLabourer(reads, labourerId);
  const { now, live = true } = query;
  const { duration, cooldown } = labourer;
  const facts = live ? await presentAxis(reads, labourer, now) : await pastAxis(reads, labourer, now);
  return { labourer_id: labourerId, at: now, duration, cooldown, ...facts };
}

type Lines = Omit<AxisFacts, 'labourer_id' | 'at' | 'duration' | 'cooldown'>;

async function presentAxis(reads: ReadSide, labourer: Labourer, now: EpochSeconds): Promise<Lines> {
  const { store, settings } = reads;
  const { id: labourerId } = labourer;
  const window = windowOf(labourer, settings, now);
  const queue = { labourerId, range: rangeOf('queued', window), limit: READ_MAX };
  const claims = (phase: 'invoked' | 'expired' | 'claimed', completed: boolean) =>
    store.open({ labourerId, range: rangeOf(phase, window), completed, limit: READ_MAX });
  const [head, tail, running, expired, completed] = await Promise.all([
    store.open(queue),
    store.open({ ...queue, descending: true }),
    claims('invoked', false),
    claims('expired', false),
    claims('claimed', true),
  ]);
  const places = new Set([...head.tasks, ...[...tail.tasks].reverse()].map(({ greenfield }) => greenfield));
  const ages = ({ tasks }: Page): number[] =>
    tasks.map(({ greenfield }) => Math.max(now - claimedAt(greenfield, settings.invocationDelta), 0));
  const counted = (page: Page, phase: 'invoked' | 'expired' | 'claimed', isCompleted: boolean): Promise<CountFacts> =>
    countOf(reads, page, () => store.countOpen({ labourerId, range: rangeOf(phase, window), completed: isCompleted }));
  return {
    queued: {
      count: await countOf(reads, head, () => queuedCount(reads, labourerId, window)),
      head: head.tasks[0]?.greenfield ?? null,
      tail: tail.tasks[0]?.greenfield ?? null,
      places: [...places].sort((one: Greenfield, other: Greenfield) => one - other),
    },
    running: { count: await counted(running, 'invoked', false), ages: ages(running) },
    expired: { count: await counted(expired, 'expired', false), ages: ages(expired) },
    completed: { count: await counted(completed, 'claimed', true) },
    links: { head: head.tasks[0]?.taskId ?? null },
  };
}

/** What was read, where that is all of it or counting would cost. */
async function countOf({ counts }: ReadSide, page: Page, count: () => Promise<number>): Promise<CountFacts> {
  if (page.next === undefined || counts === undefined) {
    return { count: page.tasks.length, exact: page.next === undefined };
  }
  return { count: await count(), exact: true };
}

/** All that is open and not claimed: claims are few, a queue may be long. Only for a store that counts. */
async function queuedCount(
  { counts, store }: ReadSide,
  labourerId: LabourerId,
  window: InvocationWindow,
): Promise<number> {
  const [counted, claimed] = await Promise.all([
    counts?.counts([labourerId]),
    store.countOpen({ labourerId, range: rangeOf('claimed', window) }),
  ]);
  return Math.max((counted?.[0]?.stages.open ?? 0) - claimed, 0);
}

async function pastAxis(reads: ReadSide, labourer: Labourer, now: EpochSeconds): Promise<Lines> {
  const sample = await sampleAt(reads, labourer, now);
  const count = (known: number | null | undefined): CountFacts => ({
    count: known ?? 0,
    exact: typeof known === 'number',
  });
  return {
    queued: { count: count(sample?.queued), head: null, tail: null, places: [] },
    running: { count: count(sample?.running), ages: [] },
    expired: { count: count(null), ages: [] },
    completed: { count: count(null) },
    links: { head: null },
  };
}
