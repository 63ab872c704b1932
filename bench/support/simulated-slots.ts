/** Slots on a simulated clock: the product's use cases as they are, and the minute's tick that they replace. */

import type { Clock } from '../../src/application/ports/clock.js';
import type { Labourer } from '../../src/domain/labourer.js';
import type { Task } from '../../src/domain/task.js';
import { greenfield, MemorySlotLedger, MemoryTaskStore, readLabourer, SimulatedClock, taskIdOfRow } from './product.js';
import type { Attempt } from './slot-use.js';
import { composed, type UseCases } from './use-cases.js';
import { InProcessWorkers } from './workers.js';

/** 2023-11-14T00:00:00Z */
const BEGINNING = 1_699_920_000;
const TICK_MS = 60_000;

export interface SimulatedRun {
  readonly slots: number;
  readonly tasks: number;
  readonly taskMs: number;
}

/** What calls take, in simulated milliseconds. */
export interface Latency {
  /** Of the store and of the slots' ledger. */
  readonly storeMs: number;
  /** From the call of the Invoker to the worker's start. */
  readonly invokeMs: number;
}

/** The product: an Orchestrator's pass each minute, and the hand-over of slots in between. */
export function simulatedAttempts(run: SimulatedRun, { storeMs, invokeMs }: Latency): Promise<Attempt[]> {
  const clock = new SimulatedClock(BEGINNING);
  const labourer = readLabourer('bench', { max_simultaneous_invocations: run.slots }, {}, 'bench');
  const attempts: Attempt[] = [];
  const work = async () => {
    await clock.sleep(invokeMs);
    const startedMs = clock.monotonic();
    await clock.sleep(run.taskMs);
    attempts.push({ startedMs, endedMs: clock.monotonic() });
  };
  const workers = new InProcessWorkers({ assistant: () => useCases.assistant, work, expected: run.tasks });
  const store = new MemoryTaskStore();
  const useCases: UseCases = composed(labourer, {
    store: slowed(store, clock, storeMs),
    ledger: slowed(new MemorySlotLedger(), clock, storeMs),
    clock,
    invoker: workers,
  });
  const live = async () => {
    await store.add(queued(labourer, run.tasks, clock));
    const end = new AbortController();
    void workers.allReported.finally(() => end.abort());
    while (!end.signal.aborted) {
      await useCases.orchestrator.pass();
      await clock.sleep(TICK_MS, end.signal);
    }
    await workers.allReported;
    return attempts;
  };
  return clock.runUntil(live());
}

/** The old system: each minute the free slots are filled, in between nobody looks. */
export function minuteTickAttempts({ slots, tasks, taskMs }: SimulatedRun): Promise<Attempt[]> {
  const clock = new SimulatedClock(BEGINNING);
  const attempts: Attempt[] = [];
  let running = 0;
  let left = tasks;
  const work = async () => {
    running += 1;
    const startedMs = clock.monotonic();
    await clock.sleep(taskMs);
    attempts.push({ startedMs, endedMs: clock.monotonic() });
    running -= 1;
  };
  const live = async () => {
    while (left > 0 || running > 0) {
      for (; running < slots && left > 0; left--) void work();
      await clock.sleep(TICK_MS);
    }
    return attempts;
  };
  return clock.runUntil(live());
}

const queued = (labourer: Labourer, tasks: number, clock: Clock): Task[] =>
  Array.from({ length: tasks }, (_, row) => ({
    taskId: taskIdOfRow('0'.repeat(64), row),
    labourerId: labourer.id,
    stage: 'open',
    createdAt: clock.now(),
    greenfield: greenfield(1000 * (row + 2)),
    attempts: 0,
    payload: '{}',
  }));

/** The port, each of whose calls takes so long before it is made. */
function slowed<Port extends object>(port: Port, clock: Clock, ms: number): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]) => {
        await clock.sleep(ms);
        return Reflect.apply(member, target, given);
      };
    },
  });
}
