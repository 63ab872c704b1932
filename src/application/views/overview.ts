/** All labourers side by side: what waits and since when, what runs, what fails, and how fast. Read each few seconds, so it must cost little. */

import { doneByStretch, type Rates, ratesLately, shareFailed } from '../../domain/ecology/rates.js';
import { statusOfWords } from '../../domain/explanation/noted-health.js';
import { type InvocationWindow, rangeOf } from '../../domain/greenfield.js';
import type { LabourerId } from '../../domain/ids.js';
import { type Labourer, windowOf } from '../../domain/labourer.js';
import { capInForce, type LabourerRow, tokensOut } from '../../domain/slots.js';
import { type EpochSeconds, epochSeconds } from '../../domain/time.js';
import { mapBounded } from '../bounded.js';
import type { Sample } from '../ports/history.js';
import type { NotedDecision } from '../ports/slot-ledger.js';
import type { LabourerCounts } from '../ports/task-counts.js';
import type { CountFacts, LabourerFacts, OverviewFacts } from './facts.js';
import { decisionsUntil, pointsOver, TELLS_PAST } from './labourer-situation.js';
import type { ReadSide } from './read-side.js';

export interface OverviewQuery {
  readonly now: EpochSeconds;
  /** False: an instant of the past, told from what was recorded. */
  readonly live: boolean;
}

const LABOURERS_AT_ONCE = 20;
const HOUR = 3600;
/** The last hour as a curve of so many stretches, and of how long the rates tell; in seconds. */
const STRETCHES = 30;
const STRETCH = HOUR / STRETCHES;
const LATELY = 300;
/** Seconds behind an instant of the past in which its next sample stands: old ones are a quarter of an hour apart. */
const NEXT_SAMPLE = 900;

/** Read units of DynamoDB: a row read strongly consistent, and the head of an index. */
const ROW_UNITS = 1;
const HEAD_UNITS = 0.5;

/** In the configuration's order. Where reading costs, decisions are left to the view of a single labourer. */
export async function overview(reads: ReadSide, { now, live }: OverviewQuery): Promise<OverviewFacts> {
  const labourers = reads.labourers.all();
  const labourerIds = labourers.map(({ id }) => id);
  const from = epochSeconds(Math.max(now - HOUR, 0));
  const to = live ? now : epochSeconds(now + NEXT_SAMPLE);
  const [history, last, rows, counts] = await Promise.all([
    reads.history.read({ labourerIds, from, to, points: STRETCHES + 1 }),
    live ? new Map<LabourerId, readonly Sample[]>() : lastSamples(reads, labourerIds, now),
    live ? reads.ledger.readAll(labourerIds) : [],
    live ? reads.counts?.counts(labourerIds) : undefined,
  ]);
  const facts = await mapBounded([...labourers.entries()], LABOURERS_AT_ONCE, async ([index, labourer]) => {
    const [samples, row] = [history.get(labourer.id) ?? [], rows[index]];
    const [decision] = reads.counts === undefined ? [] : await decisionsUntil(reads, labourer, now, 1);
    const told = { labourer, samples, now, decision };
    const stand =
      row === undefined
        ? pastStand(labourer, last.get(labourer.id)?.at(-1))
        : await presentStand(reads, told, row, counts?.[index]);
    return labourerFacts(told, stand);
  });
  return { at: now, labourers: facts, read_units: reads.counts === undefined ? unitsOf(rows.length) : null };
}

const lastSamples = ({ history }: ReadSide, labourerIds: readonly LabourerId[], now: EpochSeconds) =>
  history.read({
    labourerIds,
    from: epochSeconds(Math.max(now - TELLS_PAST, 0)),
    to: now,
    points: pointsOver(TELLS_PAST),
  });

const unitsOf = (rows: number): number => rows * (ROW_UNITS + HEAD_UNITS);

/** What is told of a labourer whichever way its stand was read. */
interface Told {
  readonly labourer: Labourer;
  /** Of the last hour, and of the past also those that came next. */
  readonly samples: readonly Sample[];
  readonly now: EpochSeconds;
  readonly decision: NotedDecision | undefined;
}

type Stand = Pick<
  LabourerFacts,
  | 'paused'
  | 'cap'
  | 'operator_cap'
  | 'allowance'
  | 'running'
  | 'queued'
  | 'oldest_wait'
  | 'expired'
  | 'retrying'
  | 'done'
  | 'dead'
  | 'cancelled'
>;

function labourerFacts({ labourer, samples, now, decision }: Told, stand: Stand): LabourerFacts {
  const rates: Rates | undefined = ratesLately(samples, now, LATELY);
  const before = samples.filter(({ at }) => at <= now);
  const status = before.findLast((sample) => sample.status !== null)?.status;
  return {
    labourer_id: labourer.id,
    configured_cap: labourer.cap,
    ...stand,
    done_per_minute: rates?.done ?? null,
    failed_per_minute: rates?.failed ?? null,
    share_failed: shareFailed(before) ?? null,
    sparkline: before.length === 0 ? [] : doneByStretch(samples, now, STRETCHES, STRETCH),
    status: status ?? (decision === undefined ? undefined : statusOfWords(decision.text)) ?? null,
    decision: decision === undefined ? null : { at: decision.at, text: decision.text },
  };
}

async function presentStand(
  reads: ReadSide,
  { labourer, samples, now }: Told,
  row: LabourerRow,
  counts: LabourerCounts | undefined,
): Promise<Stand> {
  const window = windowOf(labourer, reads.settings, now);
  const queue =
    counts === undefined ? await headOf(reads, labourer, window) : await countedQueue(reads, labourer, window, counts);
  const { stages } = counts ?? {};
  return {
    paused: row.paused,
    cap: capInForce(row, labourer.cap),
    operator_cap: row.operatorCap ?? null,
    allowance: row.paused ? 0 : row.allowance,
    running: tokensOut(row, now),
    queued: queue.queued ?? atLeast(queue.headCreatedAt, samples.at(-1)),
    oldest_wait: queue.headCreatedAt === undefined ? null : Math.max(now - queue.headCreatedAt, 0),
    expired: queue.expired ?? null,
    retrying: stages?.retrying ?? null,
    done: stages?.done ?? null,
    dead: stages?.dead ?? null,
    cancelled: stages?.cancelled ?? null,
  };
}

interface Queue {
  /** Absent where the store does not count. */
  readonly queued?: CountFacts;
  readonly expired?: number;
  /** Absent for an empty queue. */
  readonly headCreatedAt?: EpochSeconds;
}

async function headOf({ store }: ReadSide, { id }: Labourer, window: InvocationWindow): Promise<Queue> {
  const { tasks } = await store.open({ labourerId: id, range: rangeOf('queued', window), limit: 1 });
  return tasks[0] === undefined ? {} : { headCreatedAt: tasks[0].createdAt };
}

/** All that is open and not claimed: claims are few, a queue may be long. What can't be there is not asked for. */
async function countedQueue(
  reads: ReadSide,
  labourer: Labourer,
  window: InvocationWindow,
  { stages: { open } }: LabourerCounts,
): Promise<Queue> {
  const { store } = reads;
  const { id: labourerId } = labourer;
  const claimed = open === 0 ? 0 : await store.countOpen({ labourerId, range: rangeOf('claimed', window) });
  const count = Math.max(open - claimed, 0);
  const [head, expired] = await Promise.all([
    count === 0 ? {} : headOf(reads, labourer, window),
    claimed === 0 ? 0 : store.countOpen({ labourerId, range: rangeOf('expired', window), completed: false }),
  ]);
  return { ...head, queued: { count, exact: true }, expired };
}

/** Of a queue of which only the head was read: what was recorded last, if that can still be. */
function atLeast(headCreatedAt: EpochSeconds | undefined, sample: Sample | undefined): CountFacts {
  if (headCreatedAt === undefined) return { count: 0, exact: true };
  return { count: Math.max(sample?.queued ?? 1, 1), exact: false };
}

/** What was not recorded is null, or nothing. Sums of the dead are of deaths: a redriven task may have had several. */
function pastStand(labourer: Labourer, sample: Sample | undefined): Stand {
  const queued = sample?.queued ?? null;
  return {
    paused: sample?.paused ?? false,
    cap: sample?.cap ?? labourer.cap,
    operator_cap: null,
    allowance: sample?.allowance ?? 0,
    running: sample?.running ?? 0,
    queued: queued === null ? null : { count: queued, exact: true },
    oldest_wait: queued === 0 ? null : (sample?.oldestWait ?? null),
    expired: null,
    retrying: null,
    done: sample?.done ?? null,
    dead: sample?.dead ?? null,
    cancelled: null,
  };
}
