/** Runs days of the product's life in seconds: the use cases of production, on simulated time, with simulated workers and metrics. */

import { SystemClock } from '../../adapters/system/system-clock.js';
import { costOf } from '../../domain/cost.js';
import { RefusedError } from '../../domain/errors.js';
import { jobId } from '../../domain/ids.js';
import type { Labourer } from '../../domain/labourer.js';
import type { JsonObject } from '../../domain/task.js';
import { type EpochSeconds, epochSeconds, seconds } from '../../domain/time.js';
import { planJobs } from './planned-jobs.js';
import type { Recorder } from './recorder.js';
import type { RecordedEvent } from './recorded-event.js';
import { minuteOf, opened } from './replayed-tasks.js';
import type { LabourerResult, SimulationResult } from './result.js';
import { SampledTimeline } from './sampled-timeline.js';
import type { Scenario } from './behaviour.js';
import type { SimulatedConfig } from './simulated-config.js';
import type { SimulatedMetric } from './simulated-metric.js';
import type { Tally } from './tally.js';
import { World } from './world.js';
import { BEGINNINGS, DAYS_MAX } from './simulation-limits.js';

export type { SimulatedConfig } from './simulated-config.js';

export interface SimulationOptions {
  /** Length of the simulated stretch: above 0, `DAYS_MAX` at most. */
  readonly days: number;
  /** A whole number. Equal seeds, configurations and scenarios have equal results. */
  readonly seed: number;
  /** Default: `DEFAULT_BEGINNING`, or the minute of the first replayed event. */
  readonly from?: EpochSeconds;
  /** Sent to the Scheduler at the beginning, beside the configuration's schedules. */
  readonly jobs?: readonly JsonObject[];
  readonly replay?: AsyncIterable<RecordedEvent> | Iterable<RecordedEvent>;
  /** Called from time to time with the share that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Ends the simulation early, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Instants of the timelines at most, from 2; default 1440. Never closer than a minute. */
  readonly points?: number;
  /** Keeps everything that happens. */
  readonly recorder?: Recorder;
}

/** Monday, 2026-01-05, 00:00 UTC: a beginning of its own would make each run another one. */
export const DEFAULT_BEGINNING = epochSeconds(1_767_571_200);

const SECONDS_A_DAY = 86_400;
const MINUTE = 60;
const POINTS_MAX = 1440;

/** Rejects with RefusedError for a wrong option, and for a job that the Scheduler refuses. */
export async function simulate(
  config: SimulatedConfig,
  scenario: Scenario,
  options: SimulationOptions,
): Promise<SimulationResult> {
  refuseWrongOptions(options);
  const clock = new SystemClock();
  const startedMs = clock.monotonic();
  const replay = options.replay === undefined ? undefined : await opened(options.replay);
  const from = options.from ?? (replay === undefined ? DEFAULT_BEGINNING : minuteOf(replay.first));
  refuseWrongBeginning(from);
  const to = epochSeconds(from + options.days * SECONDS_A_DAY);
  const world = new World(config, scenario, { seed: options.seed, from, recorder: options.recorder });
  const { time, useCases, logger } = world;

  for (const [index, job] of (options.jobs ?? []).entries()) {
    await useCases.scheduler.handle(job, { requestId: jobId(`simulated-${index + 1}`) });
  }
  for (const schedule of config.schedules) planJobs(schedule, time, useCases.scheduler, logger);
  if (replay !== undefined) {
    const parts = { time, labourers: config.labourers, scheduler: useCases.scheduler, tasks: useCases.tasks };
    world.replay.follow(replay.first, replay.rest, parts);
  }
  world.planTicks();
  const timelines = planSamples(world, { from, to, points: options.points ?? POINTS_MAX });
  await time.runUntil(to, () => {
    options.signal?.throwIfAborted();
    world.throwIfNotKept();
    options.onProgress?.(Math.min((time.now() - from) / (to - from), 1));
  });

  const labourers: LabourerResult[] = [];
  for (const labourer of config.labourers.all()) {
    const tally = world.tallies.get(labourer.id) as Tally;
    tally.settle(to, await world.front(tally));
    const pricePerSecond = scenario.workers.get(labourer.id)?.pricePerSecond ?? 0;
    labourers.push(labourerResult(tally, pricePerSecond, timelines.get(labourer.id) as SampledTimeline));
  }
  return {
    seed: options.seed,
    from,
    to,
    labourers,
    wallMs: clock.monotonic() - startedMs,
    warnings: logger.lines(),
  };
}

function refuseWrongOptions({ days, seed, points }: SimulationOptions): void {
  if (!(days > 0 && days <= DAYS_MAX)) {
    throw new RefusedError('simulation.days', { path: 'days', expected: `above 0, ${DAYS_MAX} at most`, found: days });
  }
  if (!Number.isSafeInteger(seed)) {
    throw new RefusedError('simulation.seed', { path: 'seed', expected: 'a whole number', found: seed });
  }
  if (points !== undefined && !(Number.isSafeInteger(points) && points >= 2)) {
    throw new RefusedError('simulation.points', { path: 'points', expected: 'a whole number from 2', found: points });
  }
}

/** Places in queues are counted up to the clock, so that an early one leaves room for few tasks. */
function refuseWrongBeginning(from: EpochSeconds): void {
  if (from >= BEGINNINGS.first && from <= BEGINNINGS.last) return;
  const expected = 'a simulation that begins in the years 2000 to 2999';
  throw new RefusedError('simulation.from', {
    path: 'from',
    expected,
    found: new Date(from * 1000).toISOString(),
  });
}

/** Plans the samples of every labourer's curves, evenly from the beginning to the end. */
function planSamples(
  world: World,
  { from, to, points }: { readonly from: EpochSeconds; readonly to: EpochSeconds; readonly points: number },
): ReadonlyMap<string, SampledTimeline> {
  const timelines = new Map(
    [...world.tallies].map(([id, tally]) => [id, new SampledTimeline(tally, metricsOf(tally.labourer, world))]),
  );
  const steps = Math.max(Math.min(points - 1, Math.floor((to - from) / MINUTE)), 1);
  const plan = (step: number): void => {
    // The last one is the end itself, whatever the sums round to.
    world.time.at(step === steps ? to : from + ((to - from) * step) / steps, async () => {
      for (const [id, timeline] of timelines) {
        timeline.sample(world.time.now(), await world.front(world.tallies.get(id) as Tally));
      }
      if (step < steps) plan(step + 1);
    });
  };
  plan(0);
  return timelines;
}

const metricsOf = (labourer: Labourer, world: World): ReadonlyMap<string, SimulatedMetric | number> =>
  new Map(
    labourer.healthMetrics.flatMap(({ name, details }) => {
      const behind = world.metrics.of(details.key);
      return behind === undefined ? [] : [[name, behind]];
    }),
  );

function labourerResult(tally: Tally, pricePerSecond: number, curves: SampledTimeline): LabourerResult {
  const { labourer, created, done, dead, cancelled, retries, invocations, workedSeconds, writeUnits } = tally;
  const { 0: bad, 1: poor, 2: moderate, 3: good, 4: high } = tally.timeIn;
  return {
    labourerId: labourer.id,
    cap: labourer.cap,
    created,
    done,
    dead,
    retries,
    invocations,
    open: created - done - dead - cancelled,
    makespan: tally.makespan === undefined ? undefined : seconds(tally.makespan),
    longestWait: seconds(tally.longestWait),
    slotUse: tally.slotUse,
    timeIn: { 0: seconds(bad), 1: seconds(poor), 2: seconds(moderate), 3: seconds(good), 4: seconds(high) },
    timeOverLimit: tally.timeOverLimit === undefined ? undefined : seconds(tally.timeOverLimit),
    workedSeconds: seconds(workedSeconds),
    cost: costOf({ created, invocations, writeUnits, workedSeconds, pricePerSecond }),
    timeline: curves.timeline(),
    peaks: curves.peaks(),
  };
}
