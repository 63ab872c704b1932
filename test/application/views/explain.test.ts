import { describe, expect, it } from 'vitest';
import type { History } from '../../../src/application/ports/history.js';
import { explainLabourer, explainTask } from '../../../src/application/views/explain.js';
import { overview } from '../../../src/application/views/overview.js';
import { aQueue, aTask, at, aWindow, LABOURER, NOW, place, taskId } from '../../support/a-task.js';
import { aReadSide, aSample, type ReadsOptions } from '../../support/reads.js';
import { watching } from '../../support/system.js';

const withCap = (cap: number, settings = {}): ReadsOptions => ({
  labourers: { [LABOURER]: { max_simultaneous_invocations: cap, ...settings } },
});

async function reasonsOf(side: ReturnType<typeof aReadSide>, now = side.system.clock.now()) {
  return (await explainLabourer(side.reads, LABOURER, now)).reasons;
}

const codes = (reasons: readonly { code: string }[]) => reasons.map(({ code }) => code);

describe('why not more now?', () => {
  it('a labourer without waiting tasks: the queue is empty, and when retries go on', async () => {
    const side = aReadSide();
    expect(await reasonsOf(side)).toEqual([{ code: 'queue-empty', text: 'Nothing waits in its queue.', advice: null }]);
    await side.store.add([aTask('r', { stage: 'retrying', attempts: 1, desiredLaunchTime: at(90) })]);
    expect((await reasonsOf(side))[0]?.text).toContain('until 2023-11-14 22:14:50 UTC');
  });

  it('a paused labourer: that it is paused comes first, and the command that resumes it', async () => {
    const side = aReadSide(withCap(10));
    await side.store.add(aQueue('t', 3));
    await side.system.orchestrator.pass();
    await side.system.slots.pause(LABOURER, true);
    await side.store.add(aQueue('u', 3));
    expect(await reasonsOf(side)).toEqual([
      {
        code: 'paused',
        text: 'It is paused: nothing is started; what runs (3 slots) goes on to its end.',
        advice: 'sosw labourers resume some_function',
      },
    ]);
  });

  it('a cap of 0: whether the configuration or an operator has set it', async () => {
    const configured = aReadSide(withCap(0));
    await configured.store.add(aQueue('t', 1));
    expect(await reasonsOf(configured)).toMatchObject([
      { code: 'cap', text: expect.stringContaining('max_simultaneous_invocations is 0') },
    ]);
    const set = aReadSide(withCap(5));
    await set.store.add(aQueue('t', 1));
    await set.ledger.compareAndSet({ ...(await set.ledger.read(LABOURER)), operatorCap: 0 });
    expect(await reasonsOf(set)).toMatchObject([
      {
        code: 'cap',
        text: expect.stringContaining('allows 5 slots'),
        advice: 'sosw labourers cap some_function --reset',
      },
    ]);
  });

  it('a queue that nobody has ever looked at: no Orchestrator, and how to start one', async () => {
    const side = aReadSide();
    await side.store.add(aQueue('t', 2, { createdAt: at(-600) }));
    expect(await reasonsOf(side)).toMatchObject([{ code: 'no-decision', advice: expect.stringContaining('sosw dev') }]);
  });

  it('free slots and waiting tasks without a sign of life for three minutes: the Orchestrator has stopped', async () => {
    const side = aReadSide();
    await side.system.orchestrator.pass();
    await side.store.add(aQueue('t', 2));
    const later = (seconds: number) => reasonsOf(side, at(seconds));
    expect(codes(await later(180))).toEqual(['next-pass']);
    expect(await later(181)).toMatchObject([
      {
        code: 'orchestrator-stopped',
        text: expect.stringContaining(
          '10 slots could start waiting tasks, but nothing was heard of the Orchestrator for 3 min 1 s',
        ),
      },
    ]);
    await side.history.write([aSample({ at: at(170) })]);
    expect(codes(await later(181))).toEqual(['next-pass']);
  });

  it('a task that came back to the queue may have come just now: only a long silence tells that nobody works it', async () => {
    const side = aReadSide();
    await side.system.orchestrator.pass();
    await side.store.add(aQueue('t', 1, { attempts: 1, createdAt: at(-5000) }));
    expect(codes(await reasonsOf(side, at(1080)))).toEqual(['next-pass']);
    expect(codes(await reasonsOf(side, at(1081)))).toEqual(['orchestrator-stopped']);
  });

  it('poor health: the status, the metric that sets it and the threshold that it missed', async () => {
    const side = aReadSide(withCap(10, { health_metrics: { CPU: watching('CPU') } }));
    side.system.metrics.set('CPU', 61);
    await side.store.add(aQueue('t', 20));
    await side.system.orchestrator.pass();
    await side.history.write([aSample({ status: 3, metrics: { CPU: 61 } })]);
    expect((await reasonsOf(side))[0]).toEqual({
      code: 'health',
      text: 'Its health is Good, which allows 7 of 10 slots: CPU is 61 (> 50).',
      advice: null,
    });
  });

  it('poor health without recorded values: the words of the last decision', async () => {
    const side = aReadSide(withCap(10, { health_metrics: { CPU: watching('CPU') } }));
    side.system.metrics.set('CPU', 99);
    await side.store.add(aQueue('t', 2));
    await side.system.orchestrator.pass();
    expect(await reasonsOf(side)).toMatchObject([
      { code: 'health', text: 'Its health is Bad, which allows none of 10 slots: allowed 0 of 10: CPU 99 > 90 → Bad.' },
    ]);
  });

  it('a metric without data, and a cap too small for its share', async () => {
    const side = aReadSide(withCap(1, { health_metrics: { CPU: watching('CPU') } }));
    await side.store.add(aQueue('t', 2));
    await side.system.orchestrator.pass();
    await side.history.write([aSample({ status: 2, metrics: { CPU: null } })]);
    expect(await reasonsOf(side)).toMatchObject([
      { code: 'health', text: 'Its health is Moderate, which allows none of 1 slot: CPU has no data.' },
      { code: 'no-data', text: expect.stringContaining('counts as Moderate') },
      { code: 'floored-cap', advice: 'sosw labourers cap some_function 2' },
    ]);
  });

  it('an operator’s cap below the configured one: both, and the command that resets it', async () => {
    const side = aReadSide(withCap(10));
    await side.ledger.compareAndSet({ ...(await side.ledger.read(LABOURER)), operatorCap: 2 });
    await side.store.add(aQueue('t', 5));
    await side.system.orchestrator.pass();
    const reasons = await reasonsOf(side);
    expect(codes(reasons)).toEqual(['operator-cap', 'slots']);
    expect(reasons[0]).toMatchObject({
      text: 'An operator has set its cap to 2; the configuration allows 10.',
      advice: 'sosw labourers cap some_function --reset',
    });
  });

  it('all slots in use: how many, how long a task takes, and that a higher cap would help at full health', async () => {
    const side = aReadSide(withCap(2));
    const claimed = aWindow(at(-100)).invoked;
    await side.store.add([
      aTask('old', { stage: 'done', attempts: 1, greenfield: claimed, completedAt: at(-40), closedAt: at(-40) }),
      ...aQueue('t', 5),
    ]);
    await side.system.orchestrator.pass();
    expect(await reasonsOf(side)).toEqual([
      {
        code: 'slots',
        text: 'All of its 2 slots are in use; the next tasks start as these end. A task takes 1 min on average.',
        advice: 'sosw labourers cap some_function 3 or more, if what it loads can bear it',
      },
    ]);
  });

  it('slots of a process that crashed before it started tasks: that nobody uses them, and when they come back', async () => {
    const side = aReadSide(withCap(2));
    await side.store.add(aQueue('t', 3));
    await side.system.slots.reserve(side.system.labourer(), () => ({ cap: 2, allowance: 2 }), 2);
    const reasons = await reasonsOf(side);
    expect(codes(reasons)).toEqual(['slots', 'lost-slots']);
    expect(reasons[1]?.text).toMatch(
      /^2 slots in use belong to no running task.* the first at 2023-11-14 23:1\d:\d\d UTC\.$/,
    );
  });

  it('nothing at all: what the next pass starts', async () => {
    const side = aReadSide();
    await side.system.orchestrator.pass();
    await side.store.add(aQueue('t', 3));
    expect(await reasonsOf(side)).toEqual([
      {
        code: 'next-pass',
        text: 'Nothing holds it back: the next pass of the Orchestrator starts up to 3 tasks.',
        advice: null,
      },
    ]);
  });

  it('an instant of the past: told from what was recorded, or that nothing was', async () => {
    const side = aReadSide({ samples: [{ at: at(-3000), paused: true, queued: 7, allowance: 0 }] });
    await side.ledger.note(LABOURER, { at: at(-2000), text: 'later' });
    const past = (offset: number) => explainLabourer(side.reads, LABOURER, at(offset), { live: false });
    expect(codes((await past(-2990)).reasons)).toEqual(['paused']);
    expect((await past(-2990)).decisions).toEqual([]);
    expect(codes((await past(-3001)).reasons)).toEqual(['not-recorded']);
  });

  it('an instant of the past whose queue was not recorded: that nobody knows it, not that it was empty', async () => {
    const side = aReadSide({ samples: [aSample({ at: at(-100), queued: null, running: 1, allowance: 3 })] });
    const { reasons } = await explainLabourer(side.reads, LABOURER, at(-90), { live: false });
    expect(codes(reasons)).toEqual(['not-recorded']);
  });

  it('an instant of the past long after a sample: nothing of an Orchestrator that has stopped, samples are far apart', async () => {
    const waits = aSample({ at: at(-5000), queued: 9, oldestWait: 600, running: 1, allowance: 5, cap: 5 });
    const side = aReadSide({ ...withCap(5), samples: [waits] });
    const { reasons } = await explainLabourer(side.reads, LABOURER, at(-2000), { live: false });
    expect(codes(reasons)).not.toContain('orchestrator-stopped');
  });

  it.each([true, false])(
    'live %s: no sample is asked for that would be a mean of more than ten minutes',
    async (live) => {
      const side = aReadSide();
      const asked: number[] = [];
      const history: History = {
        ...side.reads.history,
        read: async ({ from, to, points }) => {
          asked.push((to - from) / points);
          return new Map();
        },
      };
      await explainLabourer({ ...side.reads, history }, LABOURER, NOW, { live });
      await overview({ ...side.reads, history }, { now: NOW, live });
      expect(asked.length).toBeGreaterThan(0);
      expect(Math.max(...asked)).toBeLessThanOrEqual(600);
    },
  );

  it('a labourer that is not configured is refused', async () => {
    const side = aReadSide({ labourers: {} });
    await expect(reasonsOf(side)).rejects.toMatchObject({ code: 'labourer.unknown' });
  });
});

describe('why is this task not running?', () => {
  const explained = async (side: ReturnType<typeof aReadSide>, id: string, offset = 0) => {
    const task = await side.store.get(taskId(id));
    return task === undefined ? [] : explainTask(side.reads, task, at(offset));
  };

  it('a queued task: those before it, then what holds its labourer back', async () => {
    for (const counts of [true, false]) {
      const side = aReadSide({ ...withCap(0), counts });
      await side.store.add(aQueue('t', 5));
      const reasons = await explained(side, 't3');
      expect(codes(reasons)).toEqual(['queue', 'cap']);
      expect(reasons[0]?.text).toBe('3 tasks stand before it in the queue.');
      expect((await explained(side, 't0'))[0]?.text).toBe('It is the next in the queue.');
    }
  });

  it('a task far back in a queue that is not counted: at least so many before it', async () => {
    const side = aReadSide({ counts: false });
    await side.store.add(aQueue('t', 300));
    expect((await explained(side, 't299'))[0]?.text).toBe('At least 200 tasks stand before it in the queue.');
  });

  it('a queued task of a labourer that was removed: that the configuration lacks it', async () => {
    const side = aReadSide();
    await side.store.add(aQueue('t', 1));
    side.system.labourers.remove(LABOURER);
    expect(codes(await explained(side, 't0'))).toContain('not-configured');
  });

  it.each([
    ['expired', { greenfield: aWindow(at(-5000)).invoked, attempts: 1 }, 'nobody ends it'],
    ['completed', { greenfield: aWindow(at(-60)).invoked, attempts: 1, completedAt: at(-10) }, 'nobody puts it'],
    ['retrying', { stage: 'retrying', attempts: 1, desiredLaunchTime: at(-60) }, 'nobody brings it back'],
  ] as const)('a task (%s) of a labourer that was removed: that no pass reaches it', async (_, details, text) => {
    const side = aReadSide();
    await side.store.add([aTask('left', details)]);
    side.system.labourers.remove(LABOURER);
    expect(await explained(side, 'left')).toEqual([
      {
        code: 'not-configured',
        text: expect.stringContaining(text),
        advice: 'add some_function under labourers in the configuration',
      },
    ]);
  });

  it('a task whose attempt runs: since when, which attempt, and when it expires', async () => {
    const side = aReadSide();
    await side.store.add(aQueue('t', 1));
    await side.system.orchestrator.pass();
    expect(await explained(side, 't0', 60)).toEqual([
      {
        code: 'running',
        text: 'It runs since 2023-11-14 22:13:20 UTC (1 min), attempt 1 of 3; if nothing is heard of it, the attempt ends at 2023-11-14 22:33:20 UTC.',
        advice: null,
      },
    ]);
  });

  it('an attempt that had its time: the Scavenger ends it, and if that is overdue how to start ticks', async () => {
    const side = aReadSide();
    await side.store.add(aQueue('t', 1));
    await side.system.orchestrator.pass();
    expect(await explained(side, 't0', 1201)).toMatchObject([
      { code: 'expired', text: expect.stringContaining('and it is tried again'), advice: null },
    ]);
    expect(await explained(side, 't0', 1400)).toMatchObject([
      { code: 'expired', advice: expect.stringContaining('sosw ticks on') },
    ]);
  });

  it('a task that failed: until when it waits and after which error, and that a retry can be had now', async () => {
    const side = aReadSide();
    await side.store.add(aQueue('t', 1));
    await side.system.orchestrator.pass();
    await side.system.assistant.handle({
      action: 'mark_task_as_failed',
      task_id: 't0',
      attempt: 1,
      error: { name: 'ValueError', message: 'no such page' },
    });
    const [reason] = await explained(side, 't0', 10);
    expect(reason).toMatchObject({ code: 'retry-delay', advice: 'sosw tasks retry t0 does not wait' });
    expect(reason?.text).toMatch(
      /^It waits for its retry until .* UTC: attempt 1 of 3 did not succeed; the last error was ValueError: no such page\.$/,
    );
  });

  it('tasks whose life is over: since when and how it ended, and the command that gives them another', async () => {
    const side = aReadSide();
    const lastError = { name: 'ValueError', message: 'no such page' };
    await side.store.add([
      aTask('done', { stage: 'done', attempts: 1, completedAt: NOW, closedAt: NOW }),
      aTask('dead', { stage: 'dead', attempts: 3, closedAt: NOW, lastError }),
      aTask('cancelled', { stage: 'cancelled', closedAt: NOW }),
      aTask('completed', { greenfield: aWindow(at(-100)).invoked, attempts: 1, completedAt: NOW }),
    ]);
    expect(await explained(side, 'done')).toMatchObject([{ code: 'done', advice: null }]);
    expect(await explained(side, 'dead')).toMatchObject([
      {
        code: 'dead',
        text: 'It is dead since 2023-11-14 22:13:20 UTC, after 3 attempts; the last error was ValueError: no such page.',
        advice: expect.stringContaining('sosw tasks retry dead'),
      },
    ]);
    expect(await explained(side, 'cancelled')).toMatchObject([
      { code: 'cancelled', advice: 'sosw tasks retry cancelled' },
    ]);
    expect(await explained(side, 'completed')).toMatchObject([{ code: 'completed', advice: null }]);
    expect(await explained(side, 'completed', 200)).toMatchObject([{ advice: expect.stringContaining('sosw dev') }]);
  });

  it('a retry that is overdue: that the Scavenger has not come', async () => {
    const side = aReadSide();
    await side.store.add([
      aTask('r', { stage: 'retrying', attempts: 1, greenfield: place(1), desiredLaunchTime: NOW }),
    ]);
    expect(await explained(side, 'r', 181)).toMatchObject([
      { code: 'retry-delay', advice: expect.stringContaining('sosw ticks on') },
    ]);
  });
});
