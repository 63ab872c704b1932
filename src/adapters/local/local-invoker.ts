/** Starts workers on this machine: functions of modules in worker threads, or programs as processes. */

import type { InvokeOutcome, Invoker } from '../../application/ports/invoker.js';
import type { LabourerId, TaskId } from '../../domain/ids.js';
import type { Labourer } from '../../domain/labourer.js';
import type { Json, JsonObject, TaskError } from '../../domain/task.js';
import { runCommand } from './command-worker.js';
import { deferred } from './deferred.js';
import { localTimeout } from './local-timeout.js';
import type { LocalRun, LocalWorker, OutputStream, Refusal, Work } from './local-worker.js';
import { ThreadPool } from './thread-pool.js';

/** How an invocation ended. */
export interface InvocationEnd {
  readonly labourer: Labourer;
  readonly event: JsonObject;
  readonly outcome: 'completed' | 'failed';
  readonly result?: Json;
  readonly error?: TaskError;
  /** What the worker itself said to the WorkerAssistant, where it was made with the library. */
  readonly report?: JsonObject;
  /** Milliseconds of the clock that never goes back, as `performance.now()` gives them. */
  readonly startedMs: number;
  readonly endedMs: number;
}

/** An attempt of a task that runs here. */
export interface RunningAttempt {
  readonly taskId: TaskId;
  /** As its event says it: from 1. */
  readonly attempt: number | undefined;
  /** Tells its worker that the task was cancelled: once, and it may go on. */
  cancel(): void;
}

/** An invocation that was still running when the invoker was closed. */
export interface CutOff {
  readonly labourer: Labourer;
  readonly event: JsonObject;
}

export interface LocalInvokerOptions {
  /** Undefined for a labourer that has no worker here. */
  readonly workerOf: (labourer: Labourer) => LocalWorker | undefined;
  /** `worker-thread.js`, compiled. */
  readonly threadEntry: URL;
  /** Called at once when an invocation has ended and its place is free again; not for those that `close` cuts off. */
  readonly onEnd: (end: InvocationEnd) => void;
  /** What workers print, at most 64 Ki characters of each run. */
  readonly onOutput: (labourerId: LabourerId, taskId: TaskId | undefined, stream: OutputStream, text: string) => void;
  /** Invocations at a time, programs included; more are refused. */
  readonly maxThreads: number;
  /** This process's name, by which programs that outlive it are found (`endOrphanedPrograms`). */
  readonly processName: string;
}

interface Invocation extends CutOff {
  readonly run: LocalRun;
  isCancelled: boolean;
  isCutOff: boolean;
  isTimedOut: boolean;
}

/** What a worker that was told of a cancel has at least for ending by itself, when this process ends. */
const CANCELLED_MS = 10_000;
/** What a program has, after a time-out, for ending by itself. */
const TERMINATION_MS = 2000;
/** A timer of Node overflows beyond this and would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

export class LocalInvoker implements Invoker {
  readonly #options: LocalInvokerOptions;
  readonly #threads: ThreadPool;
  readonly #running = new Set<Invocation>();
  /** Invocations that run or are being started. */
  #taken = 0;
  readonly #starting = new Set<Promise<InvokeOutcome>>();
  /** Programs are in groups of their own, and would go on when this process ends without closing. */
  readonly #atExit = () => this.#stopAll();
  #isClosing = false;

  constructor(options: LocalInvokerOptions) {
    this.#options = options;
    this.#threads = new ThreadPool(options.threadEntry, options.maxThreads);
    process.on('exit', this.#atExit);
  }

  /** Invocations that were accepted and have not ended. */
  get running(): number {
    return this.#running.size;
  }

  /** The attempts whose workers run, but for those that were told of a cancel. */
  get attempts(): readonly RunningAttempt[] {
    return [...this.#running].filter(({ isCancelled }) => !isCancelled).flatMap(runningAttempt);
  }

  async invoke(labourer: Labourer, event: JsonObject): Promise<InvokeOutcome> {
    const start = this.#start(labourer, event).catch((error) => refused(String(error)));
    this.#starting.add(start);
    const outcome = await start;
    this.#starting.delete(start);
    return outcome;
  }

  /**
   * Starts nothing more, waits `graceMs` for what runs (ten seconds for what was told of a cancel), and ends the rest by force. What was cut
   * off is told here only; whether its work was done nobody knows.
   */
  async close(options: { readonly graceMs: number }): Promise<readonly CutOff[]> {
    this.#isClosing = true;
    await Promise.all(this.#starting);
    const cancelled = [...this.#running].filter(({ isCancelled }) => isCancelled);
    await Promise.all([
      waitForEnd(this.#running, options.graceMs),
      waitForEnd(cancelled, Math.max(options.graceMs, CANCELLED_MS)),
    ]);
    const cutOff = [...this.#running];
    this.#stopAll();
    await Promise.all(cutOff.map(({ run }) => run.ended));
    await this.#threads.close();
    process.off('exit', this.#atExit);
    return cutOff.map(({ labourer, event }) => ({ labourer, event }));
  }

  async #start(labourer: Labourer, event: JsonObject): Promise<InvokeOutcome> {
    if (this.#isClosing) return refused('this process is ending');
    const worker = this.#options.workerOf(labourer);
    if (worker === undefined) return refused(`${labourer.id} has no worker on this machine`);
    const { maxThreads } = this.#options;
    if (this.#taken >= maxThreads) return refused(`all ${maxThreads} places are taken`);

    const work = this.#work(worker, labourer, event);
    this.#taken++;
    const run = await this.#run(worker, work).catch((error): Refusal => ({ refused: String(error) }));
    if ('refused' in run) {
      this.#taken--;
      return refused(run.refused);
    }
    this.#follow({ labourer, event, run, isCancelled: false, isCutOff: false, isTimedOut: false }, work.timeoutMs);
    return { outcome: 'accepted' };
  }

  #work(worker: LocalWorker, labourer: Labourer, event: JsonObject): Work {
    const { onOutput } = this.#options;
    const id = taskIdOf(event);
    return {
      labourer,
      event: JSON.stringify(event),
      timeoutMs: Math.min((worker.timeout ?? localTimeout(labourer)) * 1000, LONGEST_TIMER_MS),
      startedBy: this.#options.processName,
      onOutput: (stream, text) => onOutput(labourer.id, id, stream, text),
    };
  }

  async #run(worker: LocalWorker, work: Work): Promise<LocalRun | Refusal> {
    return 'module' in worker ? this.#threads.run(worker, work) : runCommand(worker, work);
  }

  async #follow(invocation: Invocation, timeoutMs: number): Promise<void> {
    const { labourer, event, run } = invocation;
    const startedMs = performance.now();
    this.#running.add(invocation);
    const timer = setTimeout(() => {
      invocation.isTimedOut = true;
      run.stop(TERMINATION_MS);
    }, timeoutMs);
    const end = await run.ended;
    clearTimeout(timer);
    this.#running.delete(invocation);
    this.#taken--;
    if (invocation.isCutOff) return;
    const message = `the worker was ended after ${timeoutMs / 1000} s`;
    const told = invocation.isTimedOut ? { outcome: 'failed' as const, error: { name: 'TimeoutError', message } } : end;
    this.#options.onEnd({ labourer, event, ...told, startedMs, endedMs: performance.now() });
  }

  #stopAll(): void {
    for (const invocation of this.#running) {
      invocation.isCutOff = true;
      invocation.run.stop(0);
    }
  }
}

async function waitForEnd(invocations: Iterable<Invocation>, patienceMs: number): Promise<void> {
  const patience = deferred<void>();
  const timer = setTimeout(patience.resolve, patienceMs);
  await Promise.race([Promise.all(Array.from(invocations, ({ run }) => run.ended)), patience.promise]);
  clearTimeout(timer);
}

const taskIdOf = ({ task_id: id }: JsonObject): TaskId | undefined =>
  typeof id === 'string' ? (id as TaskId) : undefined;

function runningAttempt(invocation: Invocation): RunningAttempt[] {
  const { event, run } = invocation;
  const taskId = taskIdOf(event);
  if (taskId === undefined) return [];
  const attempt = typeof event.sosw_attempt === 'number' ? event.sosw_attempt : undefined;
  const cancel = (): void => {
    invocation.isCancelled = true;
    run.cancel();
  };
  return [{ taskId, attempt, cancel }];
}

const refused = (reason: string): InvokeOutcome => ({ outcome: 'refused', reason });
