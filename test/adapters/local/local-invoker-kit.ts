/** A LocalInvoker whose ends and outputs a test can wait for. */

import { expect, vi } from 'vitest';
import { type InvocationEnd, LocalInvoker } from '../../../src/adapters/local/local-invoker.js';
import type { LocalWorker } from '../../../src/adapters/local/local-worker.js';
import type { JsonObject } from '../../../src/domain/task.js';
import { aLabourer } from '../../support/a-labourer.js';
import { builtThreadEntry } from '../../support/built.js';

const threadEntry = builtThreadEntry();

export const workerFile = (name: string): URL => new URL(`./workers/${name}`, import.meta.url);

/** A worker of `workers.mjs`. */
export const worker = (handler: string): LocalWorker => ({ module: workerFile('workers.mjs'), handler });

/** A program of Node whose source is given. */
export const program = (source: string): LocalWorker => ({ command: [process.execPath, '-e', source] });

export interface Kit {
  readonly invoker: LocalInvoker;
  readonly ends: InvocationEnd[];
  readonly output: { labourerId: string; taskId: string | undefined; stream: string; text: string }[];
  /** Waits until so many invocations have ended. */
  ended(count: number): Promise<readonly InvocationEnd[]>;
}

/** Workers by their labourers' ids. */
export function kit(workers: Readonly<Record<string, LocalWorker>>, maxThreads = 4): Kit {
  const ends: InvocationEnd[] = [];
  const output: Kit['output'] = [];
  const invoker = new LocalInvoker({
    workerOf: (labourer) => workers[labourer.id],
    threadEntry,
    onEnd: (end) => void ends.push(end),
    onOutput: (labourerId, taskId, stream, text) => void output.push({ labourerId, taskId, stream, text }),
    maxThreads,
    processName: 'test',
  });
  const ended = (count: number) => vi.waitUntil(() => ends.length >= count && ends, { interval: 2, timeout: 50_000 });
  return { invoker, ends, output, ended };
}

let opened: Kit | undefined;
/** For `afterEach`. */
export async function closeOpened(): Promise<void> {
  await opened?.invoker.close({ graceMs: 0 });
  opened = undefined;
}

/** A kit that `closeOpened` closes. */
export function open(workers: Readonly<Record<string, LocalWorker>>, maxThreads?: number): Kit {
  opened = kit(workers, maxThreads);
  return opened;
}

/** Invokes the worker once, as labourer `some_function`, and waits for its end. */
export async function run(one: LocalWorker, event: JsonObject = { task_id: 'a-task' }): Promise<InvocationEnd> {
  const { invoker, ended } = opened ?? open({ some_function: one });
  expect(await invoker.invoke(aLabourer(), event)).toEqual({ outcome: 'accepted' });
  const [end] = await ended(1);
  if (end === undefined) throw new Error('it has not ended');
  return end;
}

export const outcomeOf = ({ outcome, result, error }: InvocationEnd) => ({ outcome, result, error });
