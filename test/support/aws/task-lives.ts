/** Works a queue to its end on a simulated clock: a tick of Orchestrator and Scavenger each minute, workers that end when their time is over. */

import type { SimulatedClock } from '../../../src/adapters/memory/simulated-clock.js';
import type { Orchestrator } from '../../../src/application/orchestrator.js';
import type { Invoker } from '../../../src/application/ports/invoker.js';
import type { Scavenger } from '../../../src/application/scavenger.js';
import type { WorkerAssistant } from '../../../src/application/worker-assistant.js';
import type { JsonObject } from '../../../src/domain/task.js';

const TICK_SECONDS = 60;

interface RunningTask {
  readonly event: JsonObject;
  readonly endsAt: number;
}

/** Accepts every task, and keeps it until its time is over. */
export class TimedInvoker implements Invoker {
  readonly #clock: SimulatedClock;
  readonly #lastsSeconds: (index: number) => number;
  readonly #running: RunningTask[] = [];
  #started = 0;
  mostAtOnce = 0;

  /** `lastsSeconds` by the number of the task, in the order in which they start. */
  constructor(clock: SimulatedClock, lastsSeconds: (index: number) => number) {
    this.#clock = clock;
    this.#lastsSeconds = lastsSeconds;
  }

  async invoke(_labourer: unknown, event: JsonObject): Promise<{ readonly outcome: 'accepted' }> {
    this.#running.push({ event, endsAt: this.#clock.now() + this.#lastsSeconds(this.#started++) });
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#running.length);
    return { outcome: 'accepted' };
  }

  /** The task that ends first, taken out; undefined where none ends by then. */
  nextEnded(by: number): RunningTask | undefined {
    const first = Math.min(...this.#running.map(({ endsAt }) => endsAt));
    if (first > by) return undefined;
    const [ended] = this.#running.splice(
      this.#running.findIndex(({ endsAt }) => endsAt === first),
      1,
    );
    return ended;
  }
}

export interface Essentials {
  readonly orchestrator: Orchestrator;
  readonly scavenger: Scavenger;
  readonly assistant: WorkerAssistant;
}

/** Until so many tasks have ended and the Scavenger has passed once more; throws when they don't within a simulated day. */
export async function workAll(
  { orchestrator, scavenger, assistant }: Essentials,
  invoker: TimedInvoker,
  clock: SimulatedClock,
  tasks: number,
): Promise<void> {
  const day = clock.now() + 86_400;
  const until = (instant: number) => clock.advance((instant - clock.now()) * 1000);
  for (let ended = 0; ended < tasks; ) {
    if (clock.now() > day) throw new Error(`${ended} of ${tasks} tasks have ended within a day`);
    await orchestrator.pass();
    await scavenger.pass();
    const nextTick = clock.now() + TICK_SECONDS;
    for (let next = invoker.nextEnded(nextTick); next !== undefined; next = invoker.nextEnded(nextTick)) {
      await until(next.endsAt);
      const { task_id, sosw_attempt: attempt } = next.event;
      await assistant.handle({ action: 'mark_task_as_completed', task_id, attempt });
      ended++;
    }
    await until(nextTick);
  }
  await scavenger.pass();
}
