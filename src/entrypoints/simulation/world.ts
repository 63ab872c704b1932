/** The world of one simulation: the product's use cases, and everything around them that the scenario describes. */

import { MemorySlotLedger } from '../../adapters/memory/memory-slot-ledger.js';
import { MemoryTaskStore } from '../../adapters/memory/memory-task-store.js';
import type { Invoker } from '../../application/ports/invoker.js';
import { Sampler } from '../../application/sampler.js';
import { rangeOf } from '../../domain/greenfield.js';
import type { Labourer } from '../../domain/labourer.js';
import { windowOf } from '../../domain/labourer.js';
import { isTerminal, type JsonObject, type Task } from '../../domain/task.js';
import { type EpochSeconds, epochSeconds } from '../../domain/time.js';
import { composeSimulation, type SimulatedUseCases } from '../composition/simulation.js';
import { CountingLogger } from './counting-logger.js';
import { type Summary, steady } from './gauge.js';
import { type Recorder, Recording } from './recorder.js';
import { ReplayedTasks } from './replayed-tasks.js';
import type { Scenario, WorkerBehaviour } from './behaviour.js';
import type { SimulatedConfig } from './simulated-config.js';
import { SimulatedMetric } from './simulated-metric.js';
import { SimulatedMetricsSource } from './simulated-metrics-source.js';
import { SimulatedTime } from './simulated-time.js';
import { Tally } from './tally.js';
import { type Shown, Target } from './target.js';
import { Workplace } from './workplace.js';

const MINUTE = 60;
/** Closed tasks of a labourer and stage that messages may still come for. */
const CLOSED_KEPT = 1000;
const ACCEPTED = { outcome: 'accepted' } as const;

/** A worker that the scenario does not name. */
const USUAL_WORKER: WorkerBehaviour = { failures: 0, crashes: 0, pricePerSecond: 0 };

export class World {
  readonly time: SimulatedTime;
  readonly logger = new CountingLogger();
  readonly replay = new ReplayedTasks();
  readonly tallies: ReadonlyMap<string, Tally>;
  /** What the Orchestrator sees. */
  readonly metrics: SimulatedMetricsSource;
  readonly useCases: SimulatedUseCases;
  readonly #config: SimulatedConfig;
  readonly #scenario: Scenario;
  readonly #beginning: EpochSeconds;
  readonly #seed: number;
  readonly #targets: ReadonlyMap<string, Target>;
  readonly #simulatedMetrics: ReadonlyMap<string, SimulatedMetric>;
  readonly #store: MemoryTaskStore;
  readonly #recording: Recording | undefined;
  readonly #sampler: Sampler | undefined;

  constructor(
    config: SimulatedConfig,
    scenario: Scenario,
    { seed, from, recorder }: { seed: number; from: EpochSeconds; recorder: Recorder | undefined },
  ) {
    this.#config = config;
    this.#scenario = scenario;
    this.#beginning = from;
    this.#seed = seed;
    this.time = new SimulatedTime(from);
    this.#recording = recorder === undefined ? undefined : new Recording(recorder);
    const recording = this.#recording;
    const labourers = config.labourers.all();
    this.tallies = new Map(labourers.map((labourer) => [labourer.id, new Tally(labourer, from)]));
    this.#targets = new Map([...scenario.targets].map(([name, behaviour]) => [name, new Target(behaviour, from)]));
    this.#simulatedMetrics = this.#makeMetrics();
    this.metrics = new SimulatedMetricsSource(labourers, this.#simulatedMetrics);
    this.#store = new MemoryTaskStore({
      keepClosed: CLOSED_KEPT,
      onChange: (task, before, transition) => {
        this.tallies.get(task.labourerId)?.changed(this.time.now(), task, before, transition);
        if (isTerminal(task.stage)) this.replay.forget(task.taskId);
        recording?.changed(task, before, transition);
      },
    });
    const ledger = new MemorySlotLedger((row) => {
      this.tallies.get(row.labourerId)?.slotWritten();
      recording?.slotWritten(row);
    });
    this.useCases = composeSimulation(config, {
      clock: this.time,
      invoker: this.#invoker(labourers),
      ledger: recording?.noting(ledger) ?? ledger,
      logger: this.logger,
      metrics: this.metrics,
      store: this.#store,
      seed,
      ...(recording === undefined ? {} : { taskLog: recording.log, jobs: recording.jobs }),
    });
    this.#sampler = recording === undefined ? undefined : this.#samplerOf(recording, ledger);
    this.#planTargets();
  }

  /** Plans the ticks of the essentials: one a minute, the first at the beginning. */
  planTicks(): void {
    this.#recordPrehistory();
    const tick = async (): Promise<void> => {
      const now = this.time.now();
      if (now > this.#beginning) this.#recordMinute(now);
      this.time.at(now + MINUTE, tick);
      await this.#pass(now);
    };
    this.time.at(this.#beginning, tick);
  }

  /** The front of the tally's queue, up to the first task that is in a queue for the first time. */
  async front({ labourer, queuedAgain }: Tally): Promise<readonly Task[]> {
    const range = rangeOf('queued', windowOf(labourer, this.#config.taskSettings, this.time.now()));
    return (await this.#store.open({ labourerId: labourer.id, range, limit: queuedAgain + 1 })).tasks;
  }

  async #pass(now: EpochSeconds): Promise<void> {
    const { scheduler, scavenger, orchestrator } = this.useCases;
    await scheduler.adoptOrphans();
    await scavenger.pass();
    const passed = await orchestrator.pass();
    for (const { labourerId, decision } of passed) {
      const { status, allowance } = decision;
      this.tallies.get(labourerId)?.decide(now, { status, allowance });
    }
    await this.#sampler?.record(passed);
  }

  /** Ends a simulation that was to be kept and can't be. */
  throwIfNotKept(): void {
    this.#recording?.throwIfFailed();
  }

  #samplerOf({ samples }: Recording, ledger: MemorySlotLedger): Sampler {
    const { labourers, taskSettings } = this.#config;
    const [store, clock] = [this.#store, this.time];
    return new Sampler({ store, ledger, counts: store, samples, labourers, clock }, taskSettings);
  }

  #invoker(labourers: readonly Labourer[]): Invoker {
    const workplaces = new Map(labourers.map((labourer) => [labourer.id, this.#workplace(labourer)]));
    return {
      invoke: async (labourer, event) => {
        workplaces.get(labourer.id)?.start(event);
        return ACCEPTED;
      },
    };
  }

  #workplace(labourer: Labourer): Workplace {
    return new Workplace({
      labourer,
      behaviour: this.#scenario.workers.get(labourer.id) ?? USUAL_WORKER,
      targets: [...this.#targets.values()].flatMap((target) => {
        const load = target.behaviour.loadPerTask.get(labourer.id);
        return load === undefined ? [] : [{ target, load }];
      }),
      time: this.time,
      tally: this.tallies.get(labourer.id) as Tally,
      seed: this.#seed,
      known: (taskId, attempt) => this.replay.known(taskId, attempt),
      report: (message) => this.#report(message),
    });
  }

  async #report(message: JsonObject): Promise<void> {
    try {
      await this.useCases.assistant.handle(message);
    } catch (error) {
      this.logger.error('a report could not be recorded; the task is left to expire', { error });
    }
  }

  #planTargets(): void {
    for (const target of this.#targets.values()) {
      for (const jump of target.jumps()) {
        this.time.at(this.#beginning + jump, () => target.refresh(this.time.now()));
      }
    }
  }

  #makeMetrics(): ReadonlyMap<string, SimulatedMetric> {
    const details = this.#config.labourers.all().flatMap(({ healthMetrics }) => healthMetrics);
    return new Map(
      [...this.#scenario.metrics].map(([name, behaviour]) => {
        const slices = details.filter((metric) => metric.name === name).map((metric) => metric.details.slice);
        const kept = Math.ceil(Math.max(MINUTE, ...slices) / MINUTE);
        return [name, new SimulatedMetric(name, behaviour, { seed: this.#seed, beginning: this.#beginning, kept })];
      }),
    );
  }

  #recordPrehistory(): void {
    const targets = new Map([...this.#targets].map(([name, target]) => [name, target.take(this.#beginning)]));
    for (const metric of this.#simulatedMetrics.values())
      metric.recordPrehistory(seenBy(metric, targets, () => steady(0)));
  }

  #recordMinute(now: EpochSeconds): void {
    const targets = new Map<string, Readonly<Record<Shown, Summary>>>();
    for (const [name, target] of this.#targets) {
      targets.set(name, target.take(now));
      if (target.changesWithTime) target.refresh(now);
    }
    const running = new Map([...this.tallies].map(([name, tally]) => [name, tally.running.take(now)]));
    const minute = epochSeconds(now - MINUTE);
    for (const metric of this.#simulatedMetrics.values()) {
      metric.record(
        minute,
        seenBy(metric, targets, (labourer) => running.get(labourer) ?? steady(0)),
      );
    }
  }
}

const seenBy = (
  { behaviour: { target } }: SimulatedMetric,
  targets: ReadonlyMap<string, Readonly<Record<Shown, Summary>>>,
  running: (labourer: string) => Summary,
) => ({ target: target === undefined ? undefined : targets.get(target.name)?.[target.shows], running });
