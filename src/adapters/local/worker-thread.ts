/**
 * The entry of a worker thread: loads workers' modules, calls their handlers with one event at a time, and sends on what they print
 * and give. It imports nothing of the product, so that it can be loaded as a single file.
 */

import { parentPort } from 'node:worker_threads';
import type { InvokerMessage, RunMessage, ThreadMessage } from './thread-messages.js';

/** A handler as AWS Lambda calls it. */
type Handler = (event: unknown, context: WorkerContext) => unknown;

interface WorkerContext {
  readonly functionName: string;
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
  readonly sosw: Host;
}

/** For workers made with the library (`WorkerHost` there): they report by themselves, read a configuration, and hear of a cancel. */
interface Host {
  report(message: Report): void;
  configOf(): unknown;
  isCancelled(): Promise<boolean>;
  readonly signal: AbortSignal;
}

/** What the WorkerAssistant is to be told; this file passes it on. */
interface Report {
  readonly action: string;
  readonly error?: { readonly name: string; readonly message: string };
}

/** Characters that one run may print; the rest is dropped here, where it costs nothing. */
const OUTPUT_CHARACTERS = 65_536;

const handlers = new Map<string, Handler>();
let printing: { readonly id: number; left: number } | undefined;
let cancelling: { readonly id: number; readonly cancel: AbortController } | undefined;

function post(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

async function run(message: RunMessage): Promise<void> {
  const { id } = message;
  const cancel = new AbortController();
  printing = { id, left: OUTPUT_CHARACTERS };
  cancelling = { id, cancel };
  let told: Report | undefined;
  const report = () => (told === undefined ? undefined : JSON.stringify(told));
  const hear = (message: Report) => {
    told = message;
  };
  try {
    const handler = await handlerOf(message);
    if (handler === undefined) return;
    const result = await handler(JSON.parse(message.event), contextOf(message, hear, cancel.signal));
    // A worker that refused its event throws nothing, and has not worked the task.
    if (told?.error !== undefined) post({ kind: 'failed', id, error: told.error, report: report() });
    else post({ kind: 'completed', id, result: JSON.stringify(result), report: report() });
  } catch (thrown) {
    post({ kind: 'failed', id, error: errorFacts(thrown), report: report() });
  }
}

/** Tells whether the module could be loaded, where that had to be tried. */
async function handlerOf(message: RunMessage): Promise<Handler | undefined> {
  const key = `${message.handler ?? ''} ${message.module}`;
  const known = handlers.get(key);
  if (known !== undefined) return known;
  try {
    const handler = exportedHandler(await import(message.module), message.handler);
    handlers.set(key, handler);
    post({ kind: 'started', id: message.id });
    return handler;
  } catch (thrown) {
    const { name, message: reason } = errorFacts(thrown);
    post({ kind: 'refused', id: message.id, reason: `${message.module} can't be loaded: ${name}: ${reason}` });
    return undefined;
  }
}

/** A CommonJS module's exports come as the default export as well. */
function exportedHandler(module: Record<string, unknown>, name: string | undefined): Handler {
  const fromDefault = (module.default ?? {}) as Record<string, unknown>;
  const wanted = name ?? 'handler';
  const candidates = [module[wanted], fromDefault[wanted], ...(name === undefined ? [module.default] : [])];
  const handler = candidates.find((candidate) => typeof candidate === 'function');
  if (handler === undefined) throw new TypeError(`it exports no function "${wanted}"`);
  return handler as Handler;
}

function contextOf(message: RunMessage, report: Host['report'], signal: AbortSignal): WorkerContext {
  const deadline = performance.now() + message.timeoutMs;
  return {
    functionName: message.functionName,
    awsRequestId: message.requestId,
    getRemainingTimeInMillis: () => Math.max(Math.floor(deadline - performance.now()), 0),
    sosw: {
      report,
      configOf: () => message.config,
      // A loop that never waits for anything else lets no message in: this turn of the event loop does.
      isCancelled: () => new Promise((resolve) => setImmediate(() => resolve(signal.aborted))),
      signal,
    },
  };
}

/** Anything may be thrown, also what can't be turned into text. */
function errorFacts(thrown: unknown): { name: string; message: string } {
  try {
    if (thrown instanceof Error) return { name: String(thrown.name), message: String(thrown.message) };
    return { name: 'Error', message: typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? String(thrown)) };
  } catch {
    return { name: 'Error', message: 'the worker threw something that has no text' };
  }
}

/** Prints of a run go with its other messages, in their order; what comes after its end nobody listens to. */
function capture(stream: 'stdout' | 'stderr'): void {
  process[stream].write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ): boolean => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    if (printing !== undefined && printing.left > 0) {
      const isCut = text.length > printing.left;
      post({ kind: 'output', id: printing.id, stream, text: text.slice(0, printing.left) });
      printing.left -= text.length;
      if (isCut) post({ kind: 'output', id: printing.id, stream: 'stderr', text: '\n(what follows is not kept)\n' });
    }
    const callback = typeof encoding === 'function' ? encoding : done;
    if (callback !== undefined) process.nextTick(callback);
    return true;
  };
}

capture('stdout');
capture('stderr');
parentPort?.on('message', (message: InvokerMessage) => {
  if (message.kind === 'run') return run(message);
  if (message.id === cancelling?.id) cancelling.cancel.abort();
});
