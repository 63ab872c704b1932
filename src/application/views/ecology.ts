/** A stretch of one labourer's ecology: what it watched, what that allowed, and what ran, on one time axis. */

import { ecoStatusName } from '../../domain/ecology/eco-status.js';
import type { HealthMetric } from '../../domain/ecology/health-metric.js';
import { type Rates, ratesBetween } from '../../domain/ecology/rates.js';
import type { LabourerId } from '../../domain/ids.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { Sample } from '../ports/history.js';
import type { EcologyFacts } from './facts.js';
import { knownLabourer } from './known.js';
import { decisionsUntil } from './labourer-situation.js';
import type { ReadSide } from './read-side.js';

export interface EcologyQuery {
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
  /** At most, from 2. */
  readonly points: number;
}

/** Empty lists where nothing was recorded. Rejects with RefusedError `labourer.unknown`. */
export async function ecology(
  reads: ReadSide,
  labourerId: LabourerId,
  { from, to, points }: EcologyQuery,
): Promise<EcologyFacts> {
  const labourer = knownLabourer(reads, labourerId);
  const [recorded, decisions] = await Promise.all([
    reads.history.read({ labourerIds: [labourerId], from, to, points }),
    decisionsUntil(reads, labourer, to),
  ]);
  const samples = recorded.get(labourerId) ?? [];
  const rates = samples.map((sample, index) => ratesSince(samples[index - 1], sample));
  const { coefficients } = reads;
  return {
    labourer_id: labourerId,
    at: samples.map(({ at }) => at),
    running: samples.map(({ running }) => running),
    allowance: samples.map(({ allowance }) => allowance),
    cap: samples.map(({ cap }) => cap),
    queued: samples.map(({ queued }) => queued),
    oldest_wait: samples.map(({ oldestWait }) => oldestWait),
    status: samples.map(({ status }) => status),
    coefficient: samples.map(({ status }) => (status === null ? null : coefficients[status])),
    done_per_minute: rates.map((rate) => rate?.done ?? null),
    failed_per_minute: rates.map((rate) => rate?.failed ?? null),
    metrics: labourer.healthMetrics.map((metric) => metricFacts(metric, samples)),
    decisions: decisions.filter(({ at }) => at >= from).map(({ at, text }) => ({ at, text })),
  };
}

const ratesSince = (before: Sample | undefined, sample: Sample): Rates | undefined =>
  before === undefined ? undefined : ratesBetween(before, sample);

const metricFacts = ({ name, feelings, noDataStatus }: HealthMetric, samples: readonly Sample[]) => ({
  name,
  values: samples.map(({ metrics }) => metrics[name] ?? null),
  operator: feelings.operator,
  thresholds: feelings.thresholds.map(({ status, value }) => ({ status, name: ecoStatusName(status), value })),
  no_data_status: noDataStatus,
});
