/** Workers in Lambda, the SDK's client, and the WorkerAssistant's own handler: only the network between them is missing. */

import { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it, vi } from 'vitest';
import { taskId } from '../../../../src/domain/ids.js';
import type { Task } from '../../../../src/domain/task.js';
import { worker, type WorkerHost } from '../../../../src/entrypoints/library/worker.js';
import { lambdaHost } from '../../../../src/entrypoints/library/worker/lambda-host.js';
import { workerAssistantHandler } from '../../../../src/entrypoints/lambda/worker-assistant-handler.js';
import { aQueue } from '../../../support/a-task.js';
import { aFunction, anInvocation } from '../../lambda/a-function.js';
import { quiet } from './worker-kit.js';

const environment = { workerAssistant: 'assistant', configTable: 'config', configEnv: 'production' };
const nobody = () => Promise.reject(new Error('not used here'));

/** A client whose invocations are calls of the function; what that throws is answered as Lambda does. */
function clientOf(invoked: (name: string, event: unknown) => Promise<unknown>): LambdaClient {
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const client = new LambdaClient({ region: 'eu-west-1', credentials, maxAttempts: 1 });
  const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  client.middlewareStack.add(
    () => async (args) => {
      const { FunctionName = '', Payload } = args.input as { FunctionName?: string; Payload?: Uint8Array };
      const event: unknown = JSON.parse(new TextDecoder().decode(Payload));
      const output = await invoked(FunctionName, event).then(
        (answer) => ({ Payload: bytes(answer) }),
        ({ name, message }) => ({
          FunctionError: 'Unhandled',
          Payload: bytes({ errorType: name, errorMessage: message }),
        }),
      );
      return { response: undefined, output: { $metadata: {}, ...output } };
    },
    { step: 'initialize' },
  );
  return client;
}

const hostOver = (client: LambdaClient): WorkerHost =>
  lambdaHost(environment, {}, { lambda: async () => client, database: nobody, sns: nobody });

/** Three of four tasks run, which is all that may. A check of the worker asks the WorkerAssistant each time. */
async function aRunningTask() {
  const { essential, system, events } = aFunction();
  await system.store.add(aQueue('t', 4));
  await system.orchestrator.pass();
  const assistant = workerAssistantHandler(essential((composed) => ({ assistant: composed.assistant })));
  const host = hostOver(clientOf((_name, event) => assistant(event, anInvocation())));
  const read = async () => (await system.store.get(taskId('t0'))) as Task;
  const started = () => events.map(({ task_id }) => task_id);
  return { system, context: { sosw: { ...host, checkPauseMs: 0 } }, read, started };
}

describe('a worker in Lambda', () => {
  it('learns of a cancel from the WorkerAssistant and ends: the slot is the next task’s, nothing is retried', async () => {
    const { system, context, read, started } = await aRunningTask();
    expect(started()).toEqual(['t0', 't1', 't2']);
    const handler = worker({
      async run(_event, { stats, throwIfCancelled }) {
        for (;;) {
          await throwIfCancelled();
          stats.add('pages');
          if (stats.values.pages === 2) await system.operator.cancel(await read());
        }
      },
    });
    await expect(handler({ task_id: 't0', sosw_attempt: 1 }, context)).resolves.toBeUndefined();
    const task = await read();
    expect(task).toMatchObject({ stage: 'cancelled', attempts: 1, extra: { stat_pages: 2 } });
    expect(task.slot).toBeUndefined();
    expect(started()).toEqual(['t0', 't1', 't2', 't3']);
  });

  it('that never looks runs to its end, and its task stays cancelled', async () => {
    const { system, context, read } = await aRunningTask();
    const run = async () => {
      await system.operator.cancel(await read());
      return { rows: 4 };
    };
    expect(await worker({ run })({ task_id: 't0', sosw_attempt: 1 }, context)).toEqual({ rows: 4 });
    expect(await read()).toMatchObject({ stage: 'cancelled', extra: { result_rows: 4 } });
  });

  it('asks for its own attempt, in the function that its configuration names', async () => {
    const invoked = vi.fn(async () => ({ outcome: 'answered', cancelled: true }));
    const host = hostOver(clientOf(invoked));
    const task = { id: 't', attempt: 3, generation: 0 };
    expect(await host.isCancelled?.(task, 'mine')).toBe(true);
    expect(await host.isCancelled?.({ id: 't', generation: 0 })).toBe(true);
    expect(invoked.mock.calls).toEqual([
      ['mine', { action: 'is_task_cancelled', task_id: 't', attempt: 3 }],
      ['assistant', { action: 'is_task_cancelled', task_id: 't' }],
    ]);
  });

  it('asks at most every five seconds, not in the first five', () => {
    expect(hostOver(clientOf(nobody)).checkPauseMs).toBe(5_000);
  });

  it.each([
    ['fails', () => Promise.reject(Object.assign(new Error('no'), { name: 'store.unavailable' }))],
    ['is an older one, which does not know the question', () => Promise.reject(new Error('message.action'))],
    ['answers something else', async () => null],
  ])('goes on where the WorkerAssistant %s', async (_, invoked) => {
    const sosw = { ...hostOver(clientOf(invoked)), checkPauseMs: 0, report: () => {} };
    const run = vi.fn(async (_event: unknown, { isCancelled }: { isCancelled(): Promise<boolean> }) => isCancelled());
    expect(await worker({ run, logger: quiet })({ task_id: 't' }, { sosw })).toBe(false);
  });
});
