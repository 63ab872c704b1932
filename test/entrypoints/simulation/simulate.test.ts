import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EpochSeconds, epochSeconds, seconds } from '../../../src/domain/time.js';
import type { RecordedEvent } from '../../../src/entrypoints/simulation/recorded-event.js';
import type { LabourerResult, SimulationResult } from '../../../src/entrypoints/simulation/result.js';
import { DEFAULT_SCENARIO, readScenario } from '../../../src/entrypoints/simulation/scenario.js';
import { DEFAULT_BEGINNING, type SimulationOptions, simulate } from '../../../src/entrypoints/simulation/simulate.js';
import { aConfig, aJob, ONE_LABOURER } from './a-config.js';

const CONFIG = aConfig();
const scenarioOf = (crunch: object, others: object = {}) =>
  readScenario({ workers: { crunch }, ...others }, CONFIG.labourers);

async function run(scenario = DEFAULT_SCENARIO, options: Partial<SimulationOptions> = {}): Promise<SimulationResult> {
  return simulate(CONFIG, scenario, { days: 1, seed: 1, ...options });
}

const only = ({ labourers }: SimulationResult): LabourerResult => labourers[0] as LabourerResult;

describe('a simulation', () => {
  it('works a job to its end in as many waves as the cap makes of it', async () => {
    const result = only(await run(scenarioOf({ duration: { fixed: 100 } }), { jobs: [aJob(20)] }));
    expect(result).toMatchObject({ created: 20, done: 20, dead: 0, open: 0, retries: 0, invocations: 20 });
    expect(result.makespan).toBeCloseTo(400, 6);
    expect(result.longestWait).toBeCloseTo(300, 6);
    expect(result.workedSeconds).toBeCloseTo(2000, 6);
    expect(result.slotUse).toBeCloseTo(1, 9);
  });

  it('comes out the same for the same seed, and otherwise for another one', async () => {
    const scenario = scenarioOf({ duration: { lognormal: { median: 60, sigma: 0.5 } }, failures: 0.2, crashes: 0.05 });
    const text = async (seed: number) => {
      const { wallMs, ...rest } = await run(scenario, { seed, jobs: [aJob(300)] });
      return JSON.stringify(rest);
    };
    expect(await text(7)).toBe(await text(7));
    expect(await text(7)).not.toBe(await text(8));
  });

  it('loses no task and keeps every cap, whatever workers do', async () => {
    const world = fc.record({
      tasks: fc.integer({ min: 1, max: 200 }),
      seed: fc.integer(),
      failures: fc.double({ min: 0, max: 0.5, noNaN: true }),
      crashes: fc.double({ min: 0, max: 0.3, noNaN: true }),
      median: fc.double({ min: 1, max: 400, noNaN: true }),
      days: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(world, async ({ tasks, seed, failures, crashes, median, days }) => {
        const scenario = scenarioOf({ duration: { lognormal: { median, sigma: 1 } }, failures, crashes });
        const result = only(await run(scenario, { seed, days, jobs: [aJob(tasks)] }));
        expect(result.created).toBe(tasks);
        expect(result.done + result.dead + result.open).toBe(tasks);
        expect(Math.max(...result.timeline.running)).toBeLessThanOrEqual(5);
        expect(result.invocations).toBeLessThanOrEqual(tasks * 3);
        expect(Object.values(result.timeIn).reduce((sum, time) => sum + time, 0)).toBeCloseTo(days * 86_400, 3);
      }),
      { numRuns: 30 },
    );
  });

  it('ends every task whose attempts all fail as dead, after its retries', async () => {
    const result = only(await run(scenarioOf({ duration: { fixed: 10 }, failures: 1 }), { jobs: [aJob(12)] }));
    expect(result).toMatchObject({ dead: 12, done: 0, open: 0, retries: 24, invocations: 36 });
  });

  it('ends a worker with its time-out, and the task expires without a word', async () => {
    const result = only(await run(scenarioOf({ duration: { fixed: 1000 } }), { jobs: [aJob(1)] }));
    expect(result).toMatchObject({ dead: 1, invocations: 3 });
    expect(result.workedSeconds).toBeCloseTo(900, 6);
  });

  it('counts what still waits and what still works when it ends', async () => {
    const scenario = scenarioOf({ duration: { fixed: 200 }, price_per_second: 1 });
    const half = only(await run(scenario, { days: 300 / 86_400, jobs: [aJob(12)] }));
    // Five are done after 200 s; five others have worked for 100 s, and two have waited from the beginning on.
    expect(half).toMatchObject({ done: 5, open: 7, longestWait: 300 });
    expect(half.workedSeconds).toBeCloseTo(1500, 6);
    expect(half.cost.workers).toBeCloseTo(1500, 6);
    const { crunch } = ONE_LABOURER.task_config.labourers;
    const config = aConfig({
      ...ONE_LABOURER,
      task_config: { labourers: { crunch: { ...crunch, max_simultaneous_invocations: 0 } } },
    });
    const stopped = only(await simulate(config, DEFAULT_SCENARIO, { days: 0.5, seed: 1, jobs: [aJob(3)] }));
    expect(stopped).toMatchObject({ open: 3, longestWait: 43_200, workedSeconds: 0, slotUse: undefined });
  });

  it('tells the age of the oldest task, whatever was queued again in front of it', async () => {
    const { timeline } = only(
      await run(scenarioOf({ duration: { normal: { mean: 60, deviation: 20 } }, failures: 0.3 }), {
        days: 0.1,
        jobs: [aJob(300)],
        points: 145,
      }),
    );
    const whileQueued = timeline.oldestAge.filter((_, index) => (timeline.done[index] ?? 0) < 200);
    expect(timeline.retries[whileQueued.length]).toBeGreaterThan(20);
    expect(whileQueued.length).toBeGreaterThan(30);
    expect(whileQueued).toEqual(whileQueued.toSorted((one, next) => one - next));
  });

  it('keeps the cap and its figures where a target stands still', async () => {
    for (const fixed of [0, 100]) {
      const scenario = scenarioOf(
        { duration: { fixed } },
        { targets: { db: { capacity: 0, slowdown: 100, load_per_task: { crunch: 1 } } } },
      );
      const result = only(await run(scenario, { days: 0.1, jobs: [aJob(20)] }));
      expect(Math.max(...result.timeline.running)).toBeLessThanOrEqual(5);
      expect(result.done).toBe(fixed === 0 ? 20 : 0);
      // Attempts that get nothing done end with their time-out.
      expect(result.workedSeconds).toBeCloseTo(fixed === 0 ? 0 : result.invocations * 300, 3);
    }
  });

  it('lets a metric that the scenario does not name suit every labourer that looks at it', async () => {
    const crunch = ONE_LABOURER.task_config.labourers.crunch;
    const watching = (feeling_comparison_operator: string, best: number) => {
      const load = { details: { Namespace: 'n', MetricName: 'm' }, feelings: { 4: best }, feeling_comparison_operator };
      return { ...crunch, health_metrics: { load } };
    };
    const labourers = { easy: watching('<=', 80), strict: watching('<=', 60), least: watching('>=', 10) };
    const config = aConfig({ ...ONE_LABOURER, task_config: { labourers } });
    const result = await simulate(config, DEFAULT_SCENARIO, { days: 0.1, seed: 1, points: 2 });
    expect(result.labourers.map(({ timeIn }) => timeIn[4])).toEqual([8640, 8640, 8640]);
    expect(result.labourers.map(({ timeline }) => timeline.metrics.load)).toEqual([
      [60, 60],
      [60, 60],
      [60, 60],
    ]);
  });

  it('slows workers by the share of a target that they overload, so that overloading it gains nothing', async () => {
    const scenario = scenarioOf(
      { duration: { fixed: 100 } },
      { targets: { db: { capacity: 2.5, load_per_task: { crunch: 1 } } } },
    );
    const result = only(await run(scenario, { jobs: [aJob(20)] }));
    // Five at half the speed do what 2.5 do.
    expect(result.makespan).toBeCloseTo(800, 3);
    expect(result.timeOverLimit).toBeCloseTo(800, 3);
  });

  it('shows what metrics see of the load, and the Orchestrator obeys them', async () => {
    const details = { Namespace: 'n', MetricName: 'm', MetricAggregationTimeSlice: 60 };
    const load = { details, feelings: { 4: 3, 2: 10 }, feeling_comparison_operator: '<=' };
    const own = { ...ONE_LABOURER.task_config.labourers.crunch, health_metrics: { load } };
    const config = aConfig({ ...ONE_LABOURER, task_config: { labourers: { crunch: own } } });
    const scenario = readScenario(
      {
        workers: { crunch: { duration: { fixed: 30 } } },
        metrics: { load: { level: 2, steps: [{ at: '2h', to: 8 }] } },
      },
      config.labourers,
    );
    const options = { days: 0.25, seed: 1, jobs: [aJob(5000)] };
    const { timeline, timeIn } = only(await simulate(config, scenario, options));
    const [before, after] = [timeline.at.indexOf(at(1.9)), timeline.at.indexOf(at(2.1))];
    expect([timeline.running[before], timeline.allowance[before], timeline.status[before]]).toEqual([5, 5, 4]);
    expect([timeline.running[after], timeline.allowance[after], timeline.status[after]]).toEqual([2, 2, 2]);
    expect([timeline.metrics.load?.[before], timeline.metrics.load?.[after]]).toEqual([2, 8]);
    expect(timeIn[2]).toBeGreaterThan(3.9 * 3600);
  });

  it('counts a metric without data as the configuration says, and warns of it', async () => {
    const load = {
      details: { Namespace: 'n', MetricName: 'm' },
      feelings: { 4: 3 },
      feeling_comparison_operator: '<=',
    };
    const own = { ...ONE_LABOURER.task_config.labourers.crunch, health_metrics: { load } };
    const config = aConfig({ ...ONE_LABOURER, task_config: { labourers: { crunch: own } } });
    const metrics = { load: { level: 1, no_data: [{ from: '1h', lasts: '1h' }] } };
    const result = await simulate(config, readScenario({ metrics }, config.labourers), { days: 0.25, seed: 1 });
    // Five minutes of the window still hold data when it goes.
    expect(only(result).timeIn[2]).toBe(56 * 60);
    expect(result.warnings).toEqual([expect.stringContaining('health metric without data (56 times)')]);
    expect(only(result).timeline.metrics.load).toContain(null);
  });

  it("schedules jobs at the instants of the schedule's zone, through the change of its clocks", async () => {
    const schedule = { name: 'nightly', cron: '30 2 * * *', timeZone: 'Europe/Berlin', job: aJob(1) };
    const config = aConfig(ONE_LABOURER, [schedule]);
    const from = epochSeconds(Date.parse('2026-10-24T00:00:00Z') / 1000);
    const result = only(
      await simulate(config, scenarioOf({ duration: { fixed: 60 } }), { days: 3, seed: 1, from, points: 4321 }),
    );
    expect(result).toMatchObject({ created: 3, done: 3 });
    const done = result.timeline.done.flatMap((count, index, all) =>
      count > (all[index - 1] ?? 0) ? [new Date((result.timeline.at[index] as number) * 1000).toISOString()] : [],
    );
    // 02:30 is 00:30 UTC in summer, 01:30 UTC in winter; the clocks go back in the night to 25 October.
    expect(done.map((instant) => instant.slice(0, 13))).toEqual([
      '2026-10-24T00',
      expect.stringMatching(/^2026-10-25T0[01]/),
      '2026-10-26T01',
    ]);
  });

  it('replays recorded events at their instants, with their durations and failures', async () => {
    const beginning = epochSeconds(1_700_000_000);
    async function* events(): AsyncGenerator<RecordedEvent> {
      yield { at: beginning, labourer: 'crunch', duration: seconds(50), failures: 1 };
      yield { at: epochSeconds(beginning + 600), job: aJob(2) };
      yield { at: epochSeconds(beginning + 700), labourer: 'crunch', payload: { a: 1 }, duration: seconds(20) };
    }
    const result = await run(scenarioOf({ duration: { fixed: 10 } }), { replay: events() });
    expect(result.from).toBe(Math.floor(1_700_000_000 / 60) * 60);
    expect(only(result)).toMatchObject({ created: 4, done: 4, retries: 1, invocations: 5 });
    expect(only(result).workedSeconds).toBeCloseTo(50 + 50 + 10 + 10 + 20, 6);
  });

  it('refuses a replayed task of an unknown labourer, and wrong options', async () => {
    const replay = [{ at: DEFAULT_BEGINNING, labourer: 'nobody' }];
    await expect(run(DEFAULT_SCENARIO, { replay })).rejects.toMatchObject({ code: 'labourer.unknown' });
    await expect(run(DEFAULT_SCENARIO, { days: 0 })).rejects.toMatchObject({ path: 'days' });
    await expect(run(DEFAULT_SCENARIO, { days: Number.NaN })).rejects.toMatchObject({ path: 'days' });
    await expect(run(DEFAULT_SCENARIO, { seed: 0.5 })).rejects.toMatchObject({ path: 'seed' });
    await expect(run(DEFAULT_SCENARIO, { points: 1 })).rejects.toMatchObject({ path: 'points' });
    for (const from of [epochSeconds(0), epochSeconds(946_684_799), epochSeconds(32_503_680_000)]) {
      await expect(run(DEFAULT_SCENARIO, { from })).rejects.toMatchObject({ code: 'simulation.from', path: 'from' });
    }
  });

  it('ends with the reason of its signal, and tells how far it is', async () => {
    const shares: number[] = [];
    await run(DEFAULT_SCENARIO, { days: 10, onProgress: (share) => shares.push(share) });
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
    const reason = new Error('stopped');
    await expect(run(DEFAULT_SCENARIO, { days: 10, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('knows how high its curves get and since when', async () => {
    const { peaks } = only(await run(scenarioOf({ duration: { fixed: 100 } }), { jobs: [aJob(20)], points: 1441 }));
    expect(peaks).toEqual({
      queued: { value: 15, at: DEFAULT_BEGINNING },
      running: { value: 5, at: DEFAULT_BEGINNING },
      oldestAge: { value: 240, at: DEFAULT_BEGINNING + 240 },
    });
  });

  it('samples its curves evenly, from the beginning to the end', async () => {
    const { timeline } = only(await run(DEFAULT_SCENARIO, { days: 2, points: 5 }));
    expect(timeline.at.map((instant) => instant - DEFAULT_BEGINNING)).toEqual([0, 43_200, 86_400, 129_600, 172_800]);
    expect(only(await run(DEFAULT_SCENARIO, { days: 0.5 })).timeline.at).toHaveLength(721);
  });

  it('costs what docs/cost.md says of a task: nine write units, reads, the assistant, the Scheduler', async () => {
    const tasks = 1000;
    const result = only(
      await run(scenarioOf({ duration: { fixed: 60 }, price_per_second: 0.01 }), { jobs: [aJob(tasks)] }),
    );
    // $7.84 a million, without the $0.45 of storage.
    expect((result.cost.orchestration / tasks) * 1e6).toBeGreaterThan(7.3);
    expect((result.cost.orchestration / tasks) * 1e6).toBeLessThan(7.6);
    expect(result.cost.workers).toBeCloseTo(tasks * 60 * 0.01, 6);
  });
});

const at = (hours: number): EpochSeconds => epochSeconds(DEFAULT_BEGINNING + hours * 3600);
