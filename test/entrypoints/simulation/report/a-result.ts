/** Results as a simulation gives them, made by hand: what a report shows does not depend on how they came about. */

import type { EcoStatus } from '../../../../src/domain/ecology/eco-status.js';
import { labourerId } from '../../../../src/domain/ids.js';
import { type EpochSeconds, epochSeconds, seconds } from '../../../../src/domain/time.js';
import type { LabourerResult, SimulationResult, Timeline } from '../../../../src/entrypoints/simulation/result.js';

/** 2026-03-01, midnight in UTC. */
const FROM = epochSeconds(1_772_323_200);
const HOUR = 3600;

/** A day in which 300 tasks come at eight, and a target that suffers from ten to twelve. */
export function aTimeline(cap: number): Timeline {
  const at = Array.from({ length: 97 }, (_, index) => (FROM + (index * HOUR) / 4) as EpochSeconds);
  const hours = at.map((_, index) => index / 4);
  const isIncident = (hour: number): boolean => hour >= 10 && hour < 12;
  const status = hours.map((hour): EcoStatus => (isIncident(hour) ? (hour < 11 ? 0 : 2) : 4));
  const queued = hours.map((hour) => (hour < 8 ? 0 : Math.max(0, Math.round(300 - (hour - 8) * cap * 10))));
  return {
    at,
    queued,
    running: queued.map((left, index) => (left === 0 ? 0 : (cap * (status[index] ?? 0)) / 4)),
    allowance: status.map((one) => (cap * one) / 4),
    status,
    oldestAge: hours.map((hour, index) => ((queued[index] ?? 0) > 0 ? (hour - 8) * HOUR : 0)),
    retries: hours.map((hour) => Math.round(Math.max(0, Math.min(12, (hour - 9) * 3)))),
    dead: hours.map((hour) => (hour >= 13 ? 1 : 0)),
    done: queued.map((left, index) => ((hours[index] ?? 0) < 8 ? 0 : 300 - left)),
    metrics: { DatabaseCpu: hours.map((hour) => (hour >= 15 && hour < 16 ? null : isIncident(hour) ? 92.5 : 35)) },
  };
}

/** One labourer with a cap of 10, unless told otherwise. */
export function aLabourerResult(given: Partial<LabourerResult> = {}): LabourerResult {
  const cap = given.cap ?? 10;
  const timeline = given.timeline ?? aTimeline(cap);
  return {
    labourerId: labourerId('web'),
    cap,
    created: 300,
    done: 299,
    dead: 1,
    retries: 12,
    invocations: 312,
    open: 0,
    makespan: seconds(12_600),
    longestWait: seconds(11_000),
    slotUse: 0.9996,
    timeIn: { 0: seconds(3600), 1: seconds(0), 2: seconds(3600), 3: seconds(0), 4: seconds(79_200) },
    timeOverLimit: seconds(1800),
    workedSeconds: seconds(90_000),
    cost: { orchestration: 0.0024, workers: 1.5 },
    timeline,
    peaks: {
      queued: peak(timeline.at, timeline.queued),
      running: peak(timeline.at, timeline.running),
      oldestAge: peak(timeline.at, timeline.oldestAge),
    },
    ...given,
  };
}

function peak(at: Timeline['at'], values: readonly number[]) {
  const value = Math.max(...values);
  return { value, at: at[values.indexOf(value)] ?? FROM };
}

/** A day of one labourer, unless told otherwise. */
export const aResult = (given: Partial<SimulationResult> = {}): SimulationResult => ({
  seed: 1,
  from: FROM,
  to: epochSeconds(FROM + 24 * HOUR),
  labourers: [aLabourerResult()],
  wallMs: 1234,
  warnings: [],
  ...given,
});
