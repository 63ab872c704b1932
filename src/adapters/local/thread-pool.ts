/** Worker threads that are kept warm: the next invocation of a module goes where that module is loaded. */

import type { LocalRun, ModuleWorker, Refusal, Work } from './local-worker.js';
import { WarmThread } from './warm-thread.js';

export class ThreadPool {
  readonly #entry: URL;
  readonly #threadsMax: number;
  readonly #threads = new Set<WarmThread>();
  /** Those that do nothing, the last used at the end. */
  #idle: WarmThread[] = [];

  /** `threadsMax` is how many are kept; the caller runs no more than that at once. */
  constructor(entry: URL, threadsMax: number) {
    this.#entry = entry;
    this.#threadsMax = threadsMax;
  }

  async run(worker: ModuleWorker, work: Work): Promise<LocalRun | Refusal> {
    const thread = this.#idleThread(worker) ?? this.#newThread();
    this.#idle = this.#idle.filter((other) => other !== thread);
    return thread.run(worker, work);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => thread.stop()));
  }

  /** One that has the module; any other only when there are enough of them. */
  #idleThread(worker: ModuleWorker): WarmThread | undefined {
    const ready = this.#idle.findLast((thread) => thread.hasLoaded(worker));
    return ready ?? (this.#threads.size >= this.#threadsMax ? this.#idle.at(-1) : undefined);
  }

  #newThread(): WarmThread {
    const thread: WarmThread = new WarmThread(this.#entry, {
      onFree: () => this.#idle.push(thread),
      onGone: () => {
        this.#threads.delete(thread);
        this.#idle = this.#idle.filter((other) => other !== thread);
      },
    });
    this.#threads.add(thread);
    return thread;
  }
}
