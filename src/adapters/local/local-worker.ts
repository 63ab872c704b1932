/** What a labourer's worker is on this machine, and what one run of it is. */

import type { Labourer } from '../../domain/labourer.js';
import type { Json, JsonObject, TaskError } from '../../domain/task.js';
import type { Seconds } from '../../domain/time.js';

/** A function of a module, run in a worker thread: `handler(event, context)`. */
export interface ModuleWorker {
  /** An absolute path or a URL. */
  readonly module: string | URL;
  /** The export that is called; without it `handler`, else the default export. */
  readonly handler?: string;
  /** Given to a worker that was made with the library, as its own configuration. */
  readonly config?: JsonObject;
}

/** A program, run without a shell: the event comes as JSON on stdin, the result is JSON or text on stdout, 0 is success. */
export interface CommandWorker {
  readonly command: readonly [program: string, ...args: string[]];
  /** The folder in which it runs; this process's own without it. */
  readonly cwd?: string;
}

/** Without a `timeout` the labourer's settings say how long a run may take. */
export type LocalWorker = (ModuleWorker | CommandWorker) & { readonly timeout?: Seconds };

export type OutputStream = 'stdout' | 'stderr';

/** One invocation, as the technology that runs it needs it. */
export interface Work {
  readonly labourer: Labourer;
  /** JSON. */
  readonly event: string;
  readonly timeoutMs: number;
  /** This process's name, which programs carry in their environment. */
  readonly startedBy: string;
  /** Given what the worker prints, up to a bound. */
  readonly onOutput: (stream: OutputStream, text: string) => void;
}

/** `report` is what the worker itself said to the WorkerAssistant: one that was made with the library tells its counters too. */
export type RunEnd = { readonly report?: JsonObject } & (
  | { readonly outcome: 'completed'; readonly result?: Json }
  | { readonly outcome: 'failed'; readonly error: TaskError; readonly result?: Json }
);

/** A worker that was started. */
export interface LocalRun {
  /** Resolves when nothing of it is left; never rejects. */
  readonly ended: Promise<RunEnd>;
  /** Tells it that its task was cancelled, and does no more: a thread by a message, a program by SIGTERM. */
  cancel(): void;
  /** Ends it by force, a program after it had `graceMs` for ending by itself. */
  stop(graceMs: number): void;
}

/** Why nothing ran. */
export interface Refusal {
  readonly refused: string;
}
