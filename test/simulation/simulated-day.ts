/** A day of the whole system on a simulated clock: three labourers, jobs, ticks each minute, and workers of every kind. */

import { LaggingTaskStore } from '../../src/adapters/memory/lagging-task-store.js';
import type { MemoryAnswer } from '../../src/adapters/memory/memory-invoker.js';
import { SeededChance } from '../../src/adapters/memory/seeded-chance.js';
import { jobId } from '../../src/domain/ids.js';
import type { Labourer } from '../../src/domain/labourer.js';
import type { JsonObject } from '../../src/domain/task.js';
import { aTask } from '../support/a-task.js';
import type { Attempt } from '../support/world/attempt-book.js';
import { type Answer, type CallObserver, type CrashPoint, Platform } from '../support/world/platform.js';
import type { Essentials } from '../support/world/essentials.js';
import { aLabourer, World } from '../support/world/world.js';
import { behaviourOf } from './worker-behaviour.js';

const LETTERS = aLabourer('send_letters', {
  max_simultaneous_invocations: 10,
  duration: 60,
  cooldown: 90,
  retry_policy: 'exponential',
  retry_jitter: 0.5,
  max_attempts: 4,
  health_metrics: {
    DatabaseLoad: {
      details: { Name: 'Load', Namespace: 'AWS/RDS' },
      feelings: { 4: 40, 3: 60, 2: 80 },
      feeling_comparison_operator: '<=',
    },
  },
});
const IMAGES = aLabourer('resize_images', { max_simultaneous_invocations: 4, duration: 180, cooldown: 90 });
const REPORTS = aLabourer('import_reports', {
  max_simultaneous_invocations: 1,
  duration: 900,
  archive_on_completion: false,
  max_attempts: 2,
});

const HOUR = 3600;
/** The day ends with its work: these are minutes after which it has ended, whatever crashed. */
const MINUTES_MAX = 24 * 60;

/** Jobs in the order in which they arrive: rows, and the second of the day. */
const JOBS: readonly {
  readonly id: string;
  readonly labourer: Labourer;
  readonly rows: number;
  readonly at: number;
}[] = [
  { id: 'letters-of-the-morning', labourer: LETTERS, rows: 90, at: 10 },
  { id: 'images-of-the-morning', labourer: IMAGES, rows: 60, at: 15 },
  { id: 'reports', labourer: REPORTS, rows: 9, at: 600 },
  { id: 'letters-of-the-day', labourer: LETTERS, rows: 110, at: 1.2 * HOUR },
  // Sent again by the platform: adds nothing.
  { id: 'letters-of-the-morning', labourer: LETTERS, rows: 90, at: 1.5 * HOUR },
  { id: 'images-of-the-evening', labourer: IMAGES, rows: 45, at: 1.7 * HOUR },
];
/** A row of the old system whose payload no worker can be given. */
const UNUSABLE = aTask('0ld', { labourerId: LETTERS.id, payload: "{'a': None}" });

/** Tasks of the day: rows of all jobs, each job once, and the unusable one. */
export const TASKS_OF_DAY = [...new Map(JOBS.map(({ id, rows }) => [id, rows])).values()].reduce(
  (sum, rows) => sum + rows,
  1,
);

interface DaySettings {
  readonly seed: number;
  readonly crash?: CrashPoint;
  readonly observe?: CallObserver;
}

export interface DayReport {
  readonly violations: readonly string[];
  readonly done: number;
  readonly dead: number;
  readonly attempts: number;
  /** Minutes until all tasks had ended. */
  readonly minutes: number;
}

/** Runs the day to the end of its last task. */
export async function simulatedDay(settings: DaySettings): Promise<DayReport> {
  const day = new SimulatedDay(settings);
  await day.world.clock.runUntil(day.live());
  return day.report();
}

class SimulatedDay {
  readonly world: World;
  readonly #seed: number;
  readonly #platform: Platform;
  #minutes = 0;

  constructor({ seed, crash, observe }: DaySettings) {
    this.#seed = seed;
    const chance = new SeededChance(seed);
    this.world = new World({
      labourers: [LETTERS, IMAGES, REPORTS],
      worker: (attempt, _event, labourer) => this.#work(attempt, labourer),
      sibling: (event) => this.#schedule(event, 'sibling'),
      store: (store) => new LaggingTaskStore(store, () => Math.floor(chance.next() * 3)),
      invocation: () => answerOf(chance.next()),
      mishaps: () => (crash === undefined ? 0 : 1),
      seed,
    });
    this.#platform = new Platform(() => this.world.ports, { crash, observe });
  }

  async live(): Promise<void> {
    for (const job of JOBS) {
      this.world.planned.set(jobId(job.id), job.rows);
      void this.#send(job);
    }
    await this.world.ports.store.add([UNUSABLE]);
    do {
      await this.world.clock.sleep(60_000);
      this.#minutes += 1;
      await this.#tick();
      if (this.#minutes % 60 === 0) await this.world.checkAllThere();
    } while (!this.world.hasEnded() && this.#minutes < MINUTES_MAX);
    await this.world.checkAllEnded();
  }

  report(): DayReport {
    const stages = [...this.world.tasks.tasks.values()].map((task) => task.stage);
    return {
      violations: this.world.violations.found,
      done: stages.filter((stage) => stage === 'done').length,
      dead: stages.filter((stage) => stage === 'dead').length,
      attempts: this.world.attempts.attempts.length,
      minutes: this.#minutes,
    };
  }

  async #tick(): Promise<void> {
    this.world.metrics.set('Load', loadAt(this.#minutes / 60));
    await this.#run('scheduler', ({ scheduler }) => scheduler.adoptOrphans(budget(3)));
    await this.#run('scavenger', ({ scavenger }) => scavenger.pass());
    await this.#run('orchestrator', ({ orchestrator }) => orchestrator.pass());
  }

  /** The application that has a job repeats it, under the same identity, until it is answered. */
  async #send({ id, labourer, rows, at }: (typeof JOBS)[number]): Promise<void> {
    await this.world.clock.sleep(at * 1000);
    const items = Array.from({ length: rows }, (_, index) => `item ${index}`);
    const event = { lambda_name: labourer.id, isolate_items: true, items };
    while (!(await this.#schedule(event, id))) await this.world.clock.sleep(30_000);
  }

  async #schedule(event: JsonObject, requestId: string): Promise<boolean> {
    const run = { requestId, budget: budget(3) };
    const answer = await this.#run('scheduler', ({ scheduler }) => scheduler.handle(event, run));
    return answer.outcome === 'answered';
  }

  async #work(attempt: Attempt, labourer: Labourer): Promise<void> {
    const { clock, attempts } = this.world;
    const { runs, messages } = behaviourOf(attempt, labourer, this.#seed);
    await clock.sleep(runs * 1000);
    attempts.end(attempt, clock.now());
    for (const { after, event, repeats } of messages) {
      await clock.sleep(after * 1000);
      for (let tries = 1; tries <= (repeats ? 4 : 1); tries++) {
        const answer = await this.#run('assistant', ({ assistant }) => assistant.handle(event));
        if (answer.outcome === 'answered') break;
        await clock.sleep(tries * 1000);
      }
    }
  }

  async #run<Result>(name: string, work: (process: Essentials) => Promise<Result>): Promise<Answer<Result>> {
    const answer = await this.#platform.run(name, work);
    this.world.violations.unless(answer.outcome !== 'failed', 'no call of an essential fails', () =>
      answer.outcome === 'failed' ? String(answer.error) : '',
    );
    return answer;
  }
}

/** The platform refuses some invocations, and of some it is never known whether the worker runs. */
function answerOf(dice: number): MemoryAnswer {
  if (dice < 0.05) return { outcome: 'refused', reason: 'throttled' };
  if (dice < 0.07) return { outcome: 'unknown', reason: 'timed out', runs: true };
  return dice < 0.08 ? { outcome: 'unknown', reason: 'timed out' } : { outcome: 'accepted' };
}

/** Time for so many batches. */
function budget(batches: number) {
  let left = batches;
  return { hasTime: () => left-- > 0 };
}

/** Percent: quiet at first, a peak that pauses the labourer while letters wait, then half speed, then quiet again. */
function loadAt(hour: number): number {
  if (hour < 1.2) return 20;
  if (hour < 1.3) return 55;
  if (hour < 1.5) return 95;
  return hour < 2 ? 75 : 30;
}
