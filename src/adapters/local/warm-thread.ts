/** A worker thread that stays for the next invocation: one at a time, modules loaded once. */

import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { TaskError } from '../../domain/task.js';
import { type Deferred, deferred } from './deferred.js';
import type { LocalRun, ModuleWorker, Refusal, RunEnd, Work } from './local-worker.js';
import type { InvokerMessage, RunMessage, ThreadMessage } from './thread-messages.js';

/** A module that takes longer is refused; AWS Lambda allows as much for a function's start. */
const LOADING_MS = 10_000;

interface CurrentRun {
  readonly id: number;
  readonly work: Work;
  readonly module: string;
  /** That it runs (undefined), or why not. Nobody waits for it where the module is loaded. */
  readonly answer: Deferred<Refusal | undefined>;
  readonly end: Deferred<RunEnd>;
}

export class WarmThread {
  readonly #worker: Worker;
  readonly #loaded = new Set<string>();
  readonly #onFree: () => void;
  readonly #onGone: () => void;
  #current: CurrentRun | undefined;
  #runs = 0;
  #failure: TaskError | undefined;

  /** `onFree` is called after each run, `onGone` once the thread takes no more. */
  constructor(entry: URL, events: { readonly onFree: () => void; readonly onGone: () => void }) {
    this.#onFree = events.onFree;
    this.#onGone = events.onGone;
    // What is printed comes as messages. These streams only keep the rest off the terminal; read, they would keep the process alive.
    this.#worker = new Worker(entry, { stdout: true, stderr: true });
    this.#worker.on('message', (message: ThreadMessage) => this.#hear(message));
    this.#worker.on('error', (error) => {
      this.#failure = { name: String(error?.name ?? 'Error'), message: String(error?.message ?? error) };
    });
    this.#worker.on('exit', (code) => this.#exited(code));
    this.#worker.unref();
  }

  hasLoaded(module: ModuleWorker): boolean {
    return this.#loaded.has(urlOf(module));
  }

  /** Only while no other run is on. Resolves at once where the module is loaded. */
  async run(worker: ModuleWorker, work: Work): Promise<LocalRun | Refusal> {
    const run: CurrentRun = { id: this.#runs++, work, module: urlOf(worker), answer: deferred(), end: deferred() };
    this.#current = run;
    // A run keeps the process alive, an idle thread does not.
    this.#worker.ref();
    this.#post(runMessage(run, worker));
    const refusal = this.#loaded.has(run.module) ? undefined : await this.#loading(run);
    if (refusal !== undefined) return refusal;
    const { id } = run;
    return { ended: run.end.promise, stop: () => this.stop(), cancel: () => this.#post({ kind: 'cancel', id }) };
  }

  stop(): Promise<unknown> {
    this.#onGone();
    return this.#worker.terminate();
  }

  #post(message: InvokerMessage): void {
    this.#worker.postMessage(message);
  }

  async #loading(run: CurrentRun): Promise<Refusal | undefined> {
    const limitMs = Math.min(LOADING_MS, run.work.timeoutMs);
    const patience = setTimeout(
      () => this.#refuse(run, `${run.module} was not loaded in ${limitMs / 1000} s`),
      limitMs,
    );
    const refusal = await run.answer.promise;
    clearTimeout(patience);
    return refusal;
  }

  #hear(message: ThreadMessage): void {
    const run = this.#current;
    if (run === undefined || run.id !== message.id) return;
    switch (message.kind) {
      case 'started':
        this.#loaded.add(run.module);
        run.answer.resolve(undefined);
        break;
      case 'refused':
        this.#refuse(run, message.reason);
        break;
      case 'output':
        run.work.onOutput(message.stream, message.text);
        break;
      case 'completed':
        this.#end(run, {
          outcome: 'completed',
          ...(message.result === undefined ? {} : { result: JSON.parse(message.result) }),
          ...reported(message.report),
        });
        break;
      case 'failed':
        this.#end(run, { outcome: 'failed', error: message.error, ...reported(message.report) });
        break;
    }
  }

  #end(run: CurrentRun, end: RunEnd): void {
    this.#current = undefined;
    this.#worker.unref();
    this.#onFree();
    run.end.resolve(end);
  }

  /** A module that failed to load would fail in this thread for ever, even after it was mended. */
  #refuse(run: CurrentRun, reason: string): void {
    this.#current = undefined;
    this.stop();
    run.answer.resolve({ refused: reason });
  }

  #exited(code: number): void {
    this.#onGone();
    const run = this.#current;
    if (run === undefined) return;
    this.#current = undefined;
    const error = this.#failure ?? {
      name: 'WorkerExited',
      message: `the worker ended its thread with exit code ${code}`,
    };
    run.answer.resolve({ refused: `${error.name}: ${error.message}` });
    run.end.resolve({ outcome: 'failed', error });
  }
}

const urlOf = ({ module }: ModuleWorker): string =>
  module instanceof URL || module.startsWith('file:') ? String(module) : pathToFileURL(module).href;

function runMessage({ id, work, module }: CurrentRun, { handler, config = {} }: ModuleWorker): RunMessage {
  const { labourer, event, timeoutMs } = work;
  const requestId = randomUUID();
  return { kind: 'run', id, module, handler, event, config, functionName: labourer.id, requestId, timeoutMs };
}

const reported = (report: string | undefined): Pick<RunEnd, 'report'> =>
  report === undefined ? {} : { report: JSON.parse(report) };
