import { describe, expect, it } from 'vitest';
import { faulty } from '../../src/adapters/memory/faulty.js';
import { MemoryNotifier } from '../../src/adapters/memory/memory-notifier.js';
import { taskId } from '../../src/domain/ids.js';
import { aTask, at, jobId, LABOURER, NOW } from '../support/a-task.js';
import { aSystem } from '../support/system.js';

const dead = (id: string, details: object = {}) =>
  aTask(id, { stage: 'dead', attempts: 3, closedAt: NOW, notifyPending: true, ...details });

describe('a report of a dead task', () => {
  it('tells an operator what is needed to find the cause and to redrive it', async () => {
    const system = aSystem({ labourers: { [LABOURER]: { sns_config: { recipient: 'arn:topic', subject: 'Dead!' } } } });
    const task = dead('t', {
      ...{ jobId: jobId('job'), createdAt: at(-900), attempts: 5, attemptsBase: 2 },
      lastError: { name: 'HttpError', message: '503' },
    });
    await system.store.add([task]);
    await system.reporter.report(system.labourer(), [task]);
    expect(system.notifier.reports).toEqual([
      {
        target: { recipient: 'arn:topic', subject: 'Dead!' },
        subject: 'Dead!',
        body: {
          ...{ labourer_id: LABOURER, task_id: 't', job_id: 'job', attempts: 5, attempts_of_this_life: 3 },
          ...{ last_error: { name: 'HttpError', message: '503' }, payload: '{"a":1}' },
          ...{ created_at: at(-900), closed_at: NOW },
        },
      },
    ]);
  });

  it('cuts the payload, and names the labourer in a subject of one line', async () => {
    const system = aSystem();
    await system.reporter.report(system.labourer(), [dead('t', { payload: 'x'.repeat(9000) })]);
    const [report] = system.notifier.reports;
    expect(report?.body.payload).toHaveLength(2000);
    expect(report?.subject).toContain(LABOURER);
  });

  it('is confirmed for the tasks whose report arrived, and stays pending for the others', async () => {
    const system = aSystem();
    await system.store.add([dead('told'), dead('untold')]);
    system.notifier.arrives = ({ body }) => body.task_id === 'told';
    await system.reporter.report(system.labourer(), [dead('told'), dead('untold')]);
    const pending = await system.store.unreported({ labourerId: LABOURER, limit: 10 });
    expect(pending.map((task) => task.taskId)).toEqual(['untold']);
    expect((await system.store.get(taskId('told')))?.stage).toBe('dead');
  });

  it('is not confirmed for a task that was redriven meanwhile: its next death is reported anew', async () => {
    const system = aSystem();
    await system.store.add([dead('t')]);
    await system.operator.retry(dead('t'));
    await system.reporter.report(system.labourer(), [dead('t')]);
    expect(await system.store.get(taskId('t'))).toMatchObject({ stage: 'open', redrives: 1 });
  });

  it('of several tasks goes out in one call, and none at all when nothing died', async () => {
    let calls = 0;
    const notifier = faulty('notifier', new MemoryNotifier(), () => {
      calls += 1;
      return 'none';
    });
    const system = aSystem({ ports: { notifier } });
    await system.reporter.report(system.labourer(), [dead('one'), dead('two')]);
    await system.reporter.report(system.labourer(), []);
    expect(calls).toBe(1);
  });
});
