/** Writes down now and then how every labourer is: what curves of the past are drawn from. */

import type { HealthDecision } from '../domain/ecology/health-decision.js';
import { rangeOf } from '../domain/greenfield.js';
import { type Labourer, type TaskSettings, windowOf } from '../domain/labourer.js';
import { capInForce, type LabourerRow, tokensOut } from '../domain/slots.js';
import { type EpochSeconds, wholeSecond } from '../domain/time.js';
import { mapBounded } from './bounded.js';
import type { Labourers } from './labourers.js';
import type { OrchestratedLabourer } from './orchestrator.js';
import type { Clock } from './ports/clock.js';
import type { Sample, SampleLog } from './ports/history.js';
import type { SlotLedger } from './ports/slot-ledger.js';
import type { LabourerCounts, TaskCounts } from './ports/task-counts.js';
import type { TaskStore } from './ports/task-store.js';

/** Seconds between two samples of a labourer, at least. */
const SECONDS_BETWEEN = 10;
/** Seconds after which a sample is written although nothing has changed. */
const IDLE_SECONDS_MAX = 900;
const LABOURERS_AT_ONCE = 10;

export interface SamplerPorts {
  readonly store: Pick<TaskStore, 'open' | 'countOpen'>;
  readonly ledger: Pick<SlotLedger, 'readAll'>;
  readonly counts: TaskCounts;
  readonly samples: SampleLog;
  readonly labourers: Labourers;
  readonly clock: Clock;
}

/** A labourer's last sample that was written, and the newest one since, which was the same. */
interface Line {
  readonly written: Sample;
  readonly same?: Sample;
}

export class Sampler {
  readonly #ports: SamplerPorts;
  readonly #settings: Pick<TaskSettings, 'invocationDelta'>;
  readonly #lines = new Map<string, Line>();
  #takenAt: EpochSeconds | undefined;

  constructor(ports: SamplerPorts, settings: Pick<TaskSettings, 'invocationDelta'>) {
    this.#ports = ports;
    this.#settings = settings;
  }

  /**
   * Takes a sample of each of these labourers after a pass of the Orchestrator, unless the last ones are not ten seconds old. Of a labourer
   * that stays as it is only the first sample and the last one before a change are written, and one every 15 minutes. Rejects where the store
   * can't be read.
   */
  async record(passed: readonly OrchestratedLabourer[]): Promise<void> {
    const { ledger, counts, labourers, clock, samples } = this.#ports;
    const at = wholeSecond(clock.now());
    if (this.#takenAt !== undefined && Math.abs(at - this.#takenAt) < SECONDS_BETWEEN) return;
    this.#takenAt = at;
    const decisions = passed.map(({ decision }) => decision);
    const ids = decisions.map(({ labourerId }) => labourerId);
    const [rows, counted] = await Promise.all([ledger.readAll(ids), counts.counts(ids)]);
    const taken = await mapBounded([...decisions.entries()], LABOURERS_AT_ONCE, ([index, decision]) => {
      const [row, sums] = [rows[index] as LabourerRow, counted[index] as LabourerCounts];
      return this.#sample(labourers.of(decision.labourerId), decision, row, sums, at);
    });
    const worthWriting = taken.flatMap((sample) => this.#news(sample));
    if (worthWriting.length > 0) await samples.write(worthWriting);
  }

  async #sample(
    labourer: Labourer,
    { status, metrics }: HealthDecision,
    row: LabourerRow,
    counts: LabourerCounts,
    at: EpochSeconds,
  ): Promise<Sample> {
    return {
      labourerId: labourer.id,
      at,
      ...(await this.#queue(labourer, counts.stages.open, at)),
      running: tokensOut(row, at),
      allowance: row.paused ? 0 : row.allowance,
      cap: capInForce(row, labourer.cap),
      paused: row.paused,
      status,
      metrics: Object.fromEntries(metrics.map((metric) => [metric.name, metric.noData ? null : metric.value])),
      ...sumsOf(counts),
    };
  }

  /** Claimed tasks are few, however many wait: those are counted, and taken from all that are open. */
  async #queue(labourer: Labourer, open: number, at: EpochSeconds): Promise<Pick<Sample, 'queued' | 'oldestWait'>> {
    if (open === 0) return { queued: 0, oldestWait: 0 };
    const { store } = this.#ports;
    const window = windowOf(labourer, this.#settings, at);
    const [claimed, head] = await Promise.all([
      store.countOpen({ labourerId: labourer.id, range: rangeOf('claimed', window) }),
      store.open({ labourerId: labourer.id, range: rangeOf('queued', window), limit: 1 }),
    ]);
    const [oldest] = head.tasks;
    return {
      queued: Math.max(open - claimed, 0),
      oldestWait: oldest === undefined ? 0 : Math.max(at - oldest.createdAt, 0),
    };
  }

  /** What of a labourer is to be written now that this is its newest sample. */
  #news(sample: Sample): readonly Sample[] {
    const line = this.#lines.get(sample.labourerId);
    const isSame = line !== undefined && isDeepEqual({ ...line.written, at: sample.at }, sample);
    if (isSame && sample.at - line.written.at < IDLE_SECONDS_MAX) {
      this.#lines.set(sample.labourerId, { written: line.written, same: sample });
      return [];
    }
    this.#lines.set(sample.labourerId, { written: sample });
    return isSame || line?.same === undefined ? [sample] : [line.same, sample];
  }
}

/**
 * What has ended so far, from how often each change was made. Who is dead came there by a death and was not redriven; a redrive is of a dead
 * or of a cancelled task, and the cancelled ones are known. Every attempt that failed or expired ends in death or in a retry.
 */
function sumsOf({ stages, changes }: LabourerCounts): Pick<Sample, 'created' | 'done' | 'dead' | 'retried'> {
  const { add = 0, fail = 0, expire = 0, bury = 0, cancel = 0, redrive = 0 } = changes;
  const redrivenFromDeath = redrive - (cancel - stages.cancelled);
  const dead = stages.dead + redrivenFromDeath;
  return { created: add, done: stages.done, dead, retried: fail + expire + bury - dead };
}

/** Samples hold plain values and the values of metrics by name, always in the same order. */
const isDeepEqual = (one: Sample, other: Sample): boolean => JSON.stringify(one) === JSON.stringify(other);
