/** Gathers what is known of one labourer for an explanation: now from the store, of the past from what was recorded. */

import { averageDuration } from '../../domain/average-duration.js';
import { lastSign } from '../../domain/explanation/last-sign.js';
import type { LabourerSituation } from '../../domain/explanation/labourer-reasons.js';
import { rangeOf } from '../../domain/greenfield.js';
import { type Labourer, windowOf } from '../../domain/labourer.js';
import { capInForce, type LabourerRow, tokensOut } from '../../domain/slots.js';
import { type EpochSeconds, epochSeconds, type Seconds } from '../../domain/time.js';
import type { Sample } from '../ports/history.js';
import type { NotedDecision } from '../ports/slot-ledger.js';
import type { ReadSide } from './read-side.js';

/** Decisions that are looked through: as many as are kept. */
const DECISIONS_MAX = 50;
/** Attempts that are counted by reading them where the store does not count. */
const ATTEMPTS_READ = 200;
/** Seconds for which a sample may tell how a labourer is, and how it was: old samples are kept six hours apart. */
const TELLS_PRESENT = 3600;
export const TELLS_PAST = 21_600;
/** Seconds of a stretch that one sample is a mean of at most, where the past is kept as means (on AWS). */
const MEAN_MAX = 600;

/** Samples to ask for over so many seconds, of which only the last is told of. */
export const pointsOver = (age: number): number => 1 + Math.ceil(age / MEAN_MAX);

/** Decisions up to an instant, newest first, at most `limit`. */
export async function decisionsUntil(
  { ledger }: Pick<ReadSide, 'ledger'>,
  labourer: Labourer,
  now: EpochSeconds,
  limit = DECISIONS_MAX,
): Promise<readonly NotedDecision[]> {
  const decisions = await ledger.decisions(labourer.id, DECISIONS_MAX);
  return decisions.filter(({ at }) => at <= now).slice(0, limit);
}

/** The last sample at or before an instant, where one is not older than `age` seconds. */
export async function sampleAt(
  { history }: Pick<ReadSide, 'history'>,
  { id }: Labourer,
  now: EpochSeconds,
  age = TELLS_PAST,
): Promise<Sample | undefined> {
  const from = epochSeconds(Math.max(now - age, 0));
  return (await history.read({ labourerIds: [id], from, to: now, points: pointsOver(age) })).get(id)?.at(-1);
}

/** The labourer as it is now. */
export async function presentSituation(
  reads: ReadSide,
  labourer: Labourer,
  now: EpochSeconds,
): Promise<LabourerSituation> {
  const { id: labourerId } = labourer;
  const { store, ledger } = reads;
  const range = rangeOf('queued', windowOf(labourer, reads.settings, now));
  const [row, [decision], sample, [head], retrying, meanDuration] = await Promise.all([
    ledger.read(labourerId),
    decisionsUntil(reads, labourer, now, 1),
    sampleAt(reads, labourer, now, TELLS_PRESENT),
    store.open({ labourerId, range, limit: 1 }).then(({ tasks }) => tasks),
    store.retrying({ labourerId, limit: 1 }),
    meanDurationOf(reads, labourer),
  ]);
  const running = tokensOut(row, now);
  const [queued, attempts] = await Promise.all([
    head === undefined ? { count: 0, isExact: true } : queuedOf(reads, labourer, now, sample),
    running === 0 ? 0 : attemptsOf(reads, labourer, now),
  ]);
  const signs = [decision?.at, sample?.at].filter((at) => at !== undefined);
  return {
    ...common(reads, labourer, now),
    isPaused: row.paused,
    cap: capInForce(row, labourer.cap),
    operatorCap: row.operatorCap,
    allowance: row.allowance,
    running,
    queued,
    headWaitsSince: head?.attempts === 0 ? head.createdAt : undefined,
    nextRetryAt: retrying.tasks[0]?.desiredLaunchTime,
    attempts,
    slotsExpireAt: firstExpiry(row, now),
    lastSignAt: lastSign(row, labourer, now, signs),
    health: healthOf(sample),
    decision,
    meanDuration,
  };
}

/** The labourer as it was; undefined where nothing was recorded of that time. */
export async function pastSituation(
  reads: ReadSide,
  labourer: Labourer,
  now: EpochSeconds,
): Promise<LabourerSituation | undefined> {
  const [sample, [decision]] = await Promise.all([
    sampleAt(reads, labourer, now),
    decisionsUntil(reads, labourer, now, 1),
  ]);
  if (sample === undefined) return undefined;
  return {
    ...common(reads, labourer, now),
    isPaused: sample.paused ?? false,
    cap: sample.cap ?? labourer.cap,
    allowance: sample.allowance ?? 0,
    running: sample.running ?? 0,
    queued: { count: sample.queued ?? 0, isExact: sample.queued !== null },
    headWaitsSince: sample.oldestWait === null ? undefined : epochSeconds(sample.at - sample.oldestWait),
    // Old samples stand far apart, and on AWS for whole stretches: their ages say nothing of whether somebody worked the queue.
    lastSignAt: now,
    health: healthOf(sample),
    decision,
  };
}

const common = ({ labourers, coefficients }: ReadSide, labourer: Labourer, now: EpochSeconds) => ({
  labourer,
  isConfigured: labourers.find(labourer.id) !== undefined,
  now,
  coefficients,
});

const healthOf = (sample: Sample | undefined): LabourerSituation['health'] =>
  sample === undefined || sample.status === null
    ? undefined
    : { at: sample.at, status: sample.status, metrics: sample.metrics };

/** Only for a queue that is not empty. */
async function queuedOf(
  { store, counts, settings }: ReadSide,
  labourer: Labourer,
  now: EpochSeconds,
  sample: Sample | undefined,
): Promise<LabourerSituation['queued']> {
  if (counts === undefined) return { count: Math.max(sample?.queued ?? 1, 1), isExact: false };
  const range = rangeOf('claimed', windowOf(labourer, settings, now));
  const [counted, claimed] = await Promise.all([
    counts.counts([labourer.id]),
    store.countOpen({ labourerId: labourer.id, range }),
  ]);
  return { count: Math.max((counted[0]?.stages.open ?? 0) - claimed, 1), isExact: true };
}

/** Claims that are not completed; undefined where there are too many to be read. */
async function attemptsOf(
  { store, counts, settings }: ReadSide,
  labourer: Labourer,
  now: EpochSeconds,
): Promise<number | undefined> {
  const range = rangeOf('claimed', windowOf(labourer, settings, now));
  const query = { labourerId: labourer.id, range, completed: false };
  if (counts !== undefined) return store.countOpen(query);
  const { tasks, next } = await store.open({ ...query, limit: ATTEMPTS_READ });
  return next === undefined ? tasks.length : undefined;
}

async function meanDurationOf({ store, settings }: ReadSide, labourer: Labourer): Promise<Seconds> {
  const { closedToAnalyse: limit, invocationDelta: delta } = settings;
  const { tasks } = await store.closed({ labourerId: labourer.id, stage: 'done', limit });
  return averageDuration(tasks, { maxDuration: labourer.duration, delta });
}

function firstExpiry({ batches }: LabourerRow, now: EpochSeconds): EpochSeconds | undefined {
  const living = [...batches].filter(([expiresAt, count]) => expiresAt > now && count > 0);
  return living.length === 0 ? undefined : epochSeconds(Math.min(...living.map(([expiresAt]) => expiresAt)));
}
