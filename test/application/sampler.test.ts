import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import type { Sample } from '../../src/application/ports/history.js';
import { Sampler } from '../../src/application/sampler.js';
import { bury, cancel, claim, expire, fail, redrive, requeue } from '../../src/domain/life.js';
import { seconds } from '../../src/domain/time.js';
import { aQueue, aTask, at, aWindow, LABOURER, NOW, OTHER_LABOURER, place, taskId } from '../support/a-task.js';
import { aSystem, watching } from '../support/system.js';

/** What is queued waits on, and waits longer. */
const PAUSED = { max_simultaneous_invocations: 0 };

function withSampler(labourers?: Parameters<typeof aSystem>[0]) {
  const store = new MemoryTaskStore();
  const system = aSystem({ ...labourers, ports: { store } });
  const written: Sample[] = [];
  const samples = { write: async (some: readonly Sample[]) => void written.push(...some) };
  const sampler = new Sampler({ ...system, store, counts: store, samples }, system.settings);
  /** A pass at an instant, and what it is told of. */
  const pass = async (offset: number) => {
    system.simulated.set(at(offset));
    await sampler.record(await system.orchestrator.pass());
  };
  return { ...system, store, written, pass };
}

describe('a sample', () => {
  it('says how a labourer is after a pass: its queue, its slots, its health, and what has ended', async () => {
    const labourers = {
      [LABOURER]: {
        max_simultaneous_invocations: 4,
        health_metrics: { CPU: watching('CPU'), Disk: { ...watching('Disk'), no_data_status: 4 } },
      },
    };
    const { store, metrics, written, pass, assistant } = withSampler({ labourers });
    metrics.set('CPU', 70);
    await store.add(aQueue('t', 9, { createdAt: at(-100) }));
    await pass(0.5);
    await assistant.handle({ action: 'mark_task_as_completed', task_id: 't0', attempt: 1 });
    await pass(30);
    expect(written).toEqual([
      {
        labourerId: LABOURER,
        at: NOW,
        ...{ queued: 6, oldestWait: 100, running: 3, allowance: 3, cap: 4, paused: false },
        ...{ status: 3, metrics: { CPU: 70, Disk: null } },
        ...{ created: 9, done: 0, dead: 0, retried: 0 },
      },
      expect.objectContaining({ at: at(30), queued: 5, oldestWait: 130, running: 3, done: 1 }),
    ]);
  });

  it("says that a pause allows nothing, and an operator's cap is the cap", async () => {
    const { slots, written, pass } = withSampler();
    await slots.setCap(LABOURER, 3);
    await slots.pause(LABOURER, true);
    await pass(0);
    expect(written).toMatchObject([{ allowance: 0, cap: 3, paused: true, queued: 0, oldestWait: 0 }]);
  });

  it('counts what has ended and what was tried again, whatever was redriven and cancelled between', async () => {
    const step = fc.record({ task: fc.nat(3), roll: fc.nat(6) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { store, pass, written } = withSampler({
          labourers: { [LABOURER]: { max_simultaneous_invocations: 0 } },
        });
        await store.add(aQueue('t', 4));
        let [dead, retried] = [0, 0];
        for (const [index, { task: number, roll }] of steps.entries()) {
          const task = (await store.get(taskId(`t${number}`))) ?? aTask('none');
          const end = roll % 2 === 0 ? ('dead' as const) : { retryAfter: seconds(60) };
          const report = { now: NOW, error: undefined, extra: {} };
          const error = { name: 'E', message: '' };
          const change = [
            claim(task, aWindow(), `9999999999.p-${index}`),
            bury(task, NOW, error),
            fail(task, end, report),
            expire(task, end, NOW),
            cancel(task, NOW),
            requeue(task, place(1)),
            redrive(task, place(1)),
          ][roll];
          const isEnded = task.stage === 'dead' || task.stage === 'cancelled';
          const fits =
            roll === 6
              ? isEnded
              : roll === 5
                ? task.stage === 'retrying'
                : roll === 4
                  ? !isEnded
                  : task.stage === 'open';
          if (change === undefined || !fits) continue;
          const [outcome] = await store.apply([change]);
          if (outcome?.outcome !== 'applied') continue;
          if (change.to === 'dead') dead += 1;
          if (change.to === 'retrying') retried += 1;
        }
        await pass(0);
        expect(written).toMatchObject([{ created: 4, done: 0, dead, retried }]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('samples', () => {
  it('are taken ten seconds apart at least, also when the clock was set back', async () => {
    const { store, written, pass } = withSampler({ labourers: { [LABOURER]: PAUSED } });
    await store.add([aTask('t')]);
    for (const offset of [0, 4, 9.9, 10, 12, 20, 5]) await pass(offset);
    expect(written.map((sample) => sample.at)).toEqual([NOW, at(10), at(20), at(5)]);
  });

  it('of a labourer that stays as it is are written once, before the next change, and every 15 minutes', async () => {
    const labourers = { [LABOURER]: PAUSED, [OTHER_LABOURER]: PAUSED };
    const { store, written, pass } = withSampler({ labourers });
    for (const offset of [0, 10, 20]) await pass(offset);
    expect(written.map((sample) => [sample.labourerId, sample.at])).toEqual([
      [LABOURER, NOW],
      [OTHER_LABOURER, NOW],
    ]);
    written.length = 0;
    await store.add([aTask('t')]);
    for (const offset of [30, 910, 920]) await pass(offset);
    expect(written.map((sample) => [sample.labourerId, sample.at])).toEqual([
      [LABOURER, at(20)],
      [LABOURER, at(30)],
      [LABOURER, at(910)],
      [OTHER_LABOURER, at(910)],
      [LABOURER, at(920)],
    ]);
  });
});
