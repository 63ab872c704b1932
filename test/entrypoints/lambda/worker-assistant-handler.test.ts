import { describe, expect, it } from 'vitest';
import { orchestratorHandler } from '../../../src/entrypoints/lambda/orchestrator-handler.js';
import { QueueGauges } from '../../../src/entrypoints/lambda/queue-gauges.js';
import { workerAssistantHandler } from '../../../src/entrypoints/lambda/worker-assistant-handler.js';
import { aQueue, LABOURER, taskId } from '../../support/a-task.js';
import { aFunction, anInvocation } from './a-function.js';

/** With three of five tasks running. */
async function anAssistant(document?: string) {
  const made = aFunction(document === undefined ? {} : { document });
  const { facts, clock, logger, system } = made;
  await system.store.add(aQueue('t', 5));
  if (document === undefined) {
    const gauges = new QueueGauges({ store: system.store, facts, clock, logger });
    await orchestratorHandler(made.essential(({ orchestrator }) => ({ orchestrator, gauges })))({}, anInvocation());
  }
  made.published.clear();
  return { ...made, handler: workerAssistantHandler(made.essential(({ assistant }) => ({ assistant }))) };
}

const COMPLETED = { action: 'mark_task_as_completed', task_id: 't0' };

describe('the WorkerAssistant', () => {
  it.each([
    ['as it is', COMPLETED],
    ['in an envelope of EventBridge', { id: 'e', 'detail-type': 'Task', source: 'worker', detail: COMPLETED }],
  ])('records a message %s, starts the next task, and publishes both', async (_form, event) => {
    const { handler, system, published } = await anAssistant();
    expect(await handler(event, anInvocation())).toEqual({ outcome: 'recorded' });
    expect(await system.store.get(taskId('t0'))).toMatchObject({ stage: 'done' });
    expect(published.get(LABOURER)).toEqual({ TasksCompleted: 1, TasksInvoked: 1 });
  });

  it('publishes a failure as a retry', async () => {
    const { handler, published } = await anAssistant();
    await handler({ action: 'mark_task_as_failed', task_id: 't1', attempt: 1 }, anInvocation());
    expect(published.get(LABOURER)).toMatchObject({ TasksRetried: 1 });
  });

  it('counts a completion that is reported twice once, and its repeat apart', async () => {
    const { handler, published } = await anAssistant();
    await handler(COMPLETED, anInvocation());
    published.clear();
    expect(await handler(COMPLETED, anInvocation('request-2'))).toMatchObject({ outcome: 'ignored' });
    expect(published.get(LABOURER)).toEqual({ CompletionsRepeated: 1 });
  });

  it('fails for a task that is nowhere, and for a message of another form, by the code of the error', async () => {
    const { handler } = await anAssistant();
    await expect(handler({ ...COMPLETED, task_id: 'nobody' }, anInvocation())).rejects.toMatchObject({
      name: 'task.unknown',
    });
    const secret = { ...COMPLETED, stats: 'secret-of-the-worker' };
    const refused = await handler(secret, anInvocation()).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      name: 'message.stats',
      message: 'stats: expected a JSON object or the JSON text of one',
    });
  });

  it('fails by its code when there is no configuration that it could work by', async () => {
    const { handler } = await anAssistant('not JSON');
    await expect(handler(COMPLETED, anInvocation())).rejects.toMatchObject({
      name: 'config.value',
      message: 'sosw_essential_config: input: expected a map',
    });
  });

  it('names the request in its log', async () => {
    const { handler, logger } = await anAssistant();
    await handler(COMPLETED, anInvocation('request-9'));
    expect(logger.requests.at(-1)).toBe('request-9');
  });
});
