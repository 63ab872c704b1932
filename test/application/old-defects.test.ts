/** What the system before this one got wrong, each by the rule that holds now. The numbers are those of the design's list. */

import { describe, expect, it } from 'vitest';
import { LaggingTaskStore } from '../../src/adapters/memory/lagging-task-store.js';
import { MemorySlotLedger } from '../../src/adapters/memory/memory-slot-ledger.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { SeededChance } from '../../src/adapters/memory/seeded-chance.js';
import { SimulatedClock } from '../../src/adapters/memory/simulated-clock.js';
import type { Invoker } from '../../src/application/ports/invoker.js';
import type { TaskStore } from '../../src/application/ports/task-store.js';
import { taskId } from '../../src/domain/ids.js';
import { tokensOut } from '../../src/domain/slots.js';
import type { Task } from '../../src/domain/task.js';
import { aQueue, aTask, at, LABOURER, NOW, place } from '../support/a-task.js';
import { aSystem, type System } from '../support/system.js';

/** Duration and cooldown of the labourer: how long an attempt may live. */
const LIFE = 1200;

const messageOf = (outcome: 'completed' | 'failed', task: string, attempt: number) => ({
  action: `mark_task_as_${outcome}`,
  task_id: task,
  attempt,
});
const read = (system: System, id: string) => system.store.get(taskId(id));
const tokens = async ({ ledger, clock }: System) => tokensOut(await ledger.read(LABOURER), clock.now());

/** A system whose task `t` runs its second attempt: the first one expired and was never heard of. */
async function inSecondAttempt(settings: Parameters<typeof aSystem>[0] = {}): Promise<System> {
  const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 1 } }, ...settings });
  await system.store.add([aTask('t')]);
  await system.orchestrator.pass();
  system.simulated.set(at(LIFE));
  await system.scavenger.pass();
  system.simulated.set(at(LIFE + 900));
  await system.scavenger.pass();
  await system.orchestrator.pass();
  expect(await read(system, 't')).toMatchObject({ stage: 'open', attempts: 2 });
  return system;
}

describe('1: two Orchestrators counted, and then both claimed', () => {
  it('any number of overlapping passes start no more than the cap', async () => {
    const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 10 } } });
    await system.store.add(aQueue('t', 60));
    await Promise.all(Array.from({ length: 5 }, () => system.orchestrator.pass()));
    expect(system.events).toHaveLength(10);
    expect(await tokens(system)).toBe(10);
  });
});

describe('2: an attempt was burnt although no worker ran', () => {
  it('a refused invocation gives place, attempt and slot back', async () => {
    const system = aSystem();
    system.invoker.answer = () => ({ outcome: 'refused', reason: 'throttled' });
    await system.store.add([aTask('t')]);
    await system.orchestrator.pass();
    expect(await read(system, 't')).toEqual({ ...aTask('t'), slot: undefined });
    expect(await tokens(system)).toBe(0);
  });

  it('a process that dies between claim and invocation delays the task by an attempt, and no longer', async () => {
    const shared = { store: new MemoryTaskStore(), ledger: new MemorySlotLedger(), clock: new SimulatedClock(NOW) };
    const dying: Invoker = { invoke: () => new Promise(() => {}) };
    await shared.store.add([aTask('t')]);
    void aSystem({ ports: { ...shared, invoker: dying } }).orchestrator.pass();
    await shared.clock.advance(LIFE * 1000);

    const system = aSystem({ ports: shared });
    await system.scavenger.pass();
    await shared.clock.advance(900_000);
    await system.scavenger.pass();
    await system.orchestrator.pass();
    expect(system.events).toMatchObject([{ task_id: 't', sosw_attempt: 2 }]);
  });
});

describe('3: moves between tables were two writes', () => {
  const watched = () => {
    const store = new MemoryTaskStore();
    const moves: string[] = [];
    const watching = new Proxy<TaskStore>(store, {
      get: (_, method) =>
        method !== 'apply'
          ? Reflect.get(store, method).bind(store)
          : (transitions: Parameters<TaskStore['apply']>[0]) => {
              for (const { from, to } of transitions) if (from !== to) moves.push(`${from} → ${to}`);
              return store.apply(transitions);
            },
    });
    return { moves, store: watching };
  };

  it('archiving, giving up, retrying and dying are one change each, which a crash can not split', async () => {
    const { moves, store } = watched();
    const system = await inSecondAttempt({
      ports: { store },
      labourers: { [LABOURER]: { max_attempts: 2, archive_on_completion: false } },
    });
    expect(moves.splice(0)).toEqual(['open → retrying', 'retrying → open']);
    await system.assistant.handle(messageOf('failed', 't', 2));
    expect(moves.splice(0)).toEqual(['open → dead']);
    await system.store.add([aTask('u')]);
    await system.orchestrator.pass();
    await system.assistant.handle(messageOf('completed', 'u', 1));
    await system.scavenger.pass();
    expect(moves).toEqual(['open → done']);
  });
});

describe('4: a completion that came late created a row, or completed a newer attempt', () => {
  it('of a task that nobody knows it is an error, and creates nothing', async () => {
    const system = aSystem();
    await expect(system.assistant.handle(messageOf('completed', 'ghost', 1))).rejects.toMatchObject({
      code: 'task.unknown',
    });
    expect(await read(system, 'ghost')).toBeUndefined();
  });

  it('of an attempt that was given up it is recorded, and leaves the slot with the running one', async () => {
    const system = await inSecondAttempt();
    await system.store.add([aTask('next')]);
    const before = await read(system, 't');
    await system.assistant.handle(messageOf('completed', 't', 1));
    expect(await read(system, 't')).toEqual({ ...before, completedAt: at(LIFE + 900) });
    expect(system.events).toHaveLength(2);
    expect(await tokens(system)).toBe(1);
  });

  it('of a task that waits for its retry it saves the retry', async () => {
    const system = aSystem();
    await system.store.add([aTask('t')]);
    await system.orchestrator.pass();
    system.simulated.set(at(LIFE));
    await system.scavenger.pass();
    await system.assistant.handle(messageOf('completed', 't', 1));
    expect(await read(system, 't')).toMatchObject({ stage: 'done', attempts: 1 });
    system.simulated.set(at(LIFE + 9000));
    await system.scavenger.pass();
    await system.orchestrator.pass();
    expect(system.events).toHaveLength(1);
  });

  it('of a closed task it changes nothing', async () => {
    const system = await inSecondAttempt();
    await system.assistant.handle(messageOf('completed', 't', 2));
    const closed = await read(system, 't');
    system.simulated.set(at(LIFE + 5000));
    await system.assistant.handle(messageOf('completed', 't', 1));
    expect(await read(system, 't')).toEqual(closed);
  });
});

describe('5: attempts could not be told apart', () => {
  it('every attempt is told its number, and a failure of an earlier one fails nothing', async () => {
    const system = await inSecondAttempt();
    expect(system.events.map((event) => event.sosw_attempt)).toEqual([1, 2]);
    const running = await read(system, 't');
    const answer = await system.assistant.handle(messageOf('failed', 't', 1));
    expect(answer).toMatchObject({ outcome: 'ignored', reason: 'not the current attempt' });
    expect(await read(system, 't')).toEqual(running);
  });
});

describe('6: ids of tasks were random, so a job that was sent again was scheduled again', () => {
  const job = { lambda_name: LABOURER, job_id: 'j', isolate_sections: true, sections: [1, 2, 3, 4, 5, 6, 7] };
  const RUN = { requestId: 'any' };

  it('the same job again adds nothing, whatever became of its tasks', async () => {
    const system = aSystem();
    expect(await system.scheduler.handle(job, RUN)).toMatchObject({ added: 7 });
    await system.orchestrator.pass();
    for (const event of system.events) await system.assistant.handle(messageOf('completed', String(event.task_id), 1));
    expect(await system.scheduler.handle(job, RUN)).toMatchObject({ state: 'finished', added: 0 });
    expect(system.events).toHaveLength(7);
  });

  it('a Scheduler that dies after its rows were made, and before that is noted, leaves nothing to be made twice', async () => {
    const store = new MemoryTaskStore();
    const dying = new Proxy<TaskStore>(store, {
      get: (_, method) =>
        method !== 'add'
          ? Reflect.get(store, method).bind(store)
          : async (tasks: readonly Task[]) => {
              await store.add(tasks);
              return new Promise(() => {});
            },
    });
    const first = aSystem({ batchRows: 3, ports: { store: dying } });
    void first.scheduler.handle(job, RUN);
    await first.simulated.advance(121_000);
    const second = aSystem({ batchRows: 3, ports: { store, files: first.files, clock: first.clock } });
    // Another process, whose own new ids are others.
    for (let id = 0; id < 100; id++) second.ids.taskId();
    expect(await second.scheduler.adoptOrphans()).toMatchObject([{ state: 'finished', added: 4 }]);
    const { tasks } = await store.open({ labourerId: LABOURER, range: {}, limit: 100 });
    expect(tasks.map(({ payload }) => JSON.parse(payload ?? '').sections)).toEqual([[1], [2], [3], [4], [5], [6], [7]]);
  });
});

describe('7: Schedulers that read a lagging index gave equal greenfields', () => {
  it('jobs that arrive together get places behind one another, although the index shows none of them', async () => {
    const store = new MemoryTaskStore();
    const blind = new LaggingTaskStore(store, () => Number.POSITIVE_INFINITY);
    const system = aSystem({ ports: { store: blind } });
    const job = (id: string) => ({ lambda_name: LABOURER, job_id: id, isolate_sections: true, sections: [1, 2, 3] });
    await Promise.all(['a', 'b', 'c'].map((id) => system.scheduler.handle(job(id), { requestId: id })));
    const { tasks } = await store.open({ labourerId: LABOURER, range: {}, limit: 100 });
    expect(tasks.map(({ greenfield }) => greenfield)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map(place));
  });
});

describe('9: at most 20 retries of a labourer came back in a minute', () => {
  it('one pass brings back all that are due, in the order in which they are', async () => {
    const system = aSystem();
    const waiting = Array.from({ length: 150 }, (_, index) =>
      aTask(`t${index}`, { stage: 'retrying', attempts: 1, desiredLaunchTime: at(index - 200) }),
    );
    await system.store.add(waiting);
    expect(await system.scavenger.pass()).toMatchObject([{ requeued: 150 }]);
    const { tasks } = await system.store.open({ labourerId: LABOURER, range: {}, limit: 200 });
    expect(tasks.map((task) => task.taskId)).toEqual(waiting.map((task) => task.taskId).reverse());
  });
});

describe('11: retries came in waves, and a reported failure waited for its expiry', () => {
  it('a reported failure is due again after its delay, counted from the report', async () => {
    const system = aSystem();
    await system.store.add([aTask('t')]);
    await system.orchestrator.pass();
    system.simulated.set(at(7));
    await system.assistant.handle(messageOf('failed', 't', 1));
    expect(await read(system, 't')).toMatchObject({ stage: 'retrying', desiredLaunchTime: at(7 + 900) });
  });

  it('jitter spreads the retries of one wave of failures', async () => {
    const system = aSystem({
      labourers: { [LABOURER]: { max_simultaneous_invocations: 100, retry_jitter: 1 } },
      chance: new SeededChance(1),
    });
    await system.store.add(aQueue('t', 100));
    await system.orchestrator.pass();
    for (const event of system.events) await system.assistant.handle(messageOf('failed', String(event.task_id), 1));
    const { tasks } = await system.store.retrying({ labourerId: LABOURER, limit: 100 });
    const tenths = new Set(tasks.map((task) => Math.floor((10 * ((task.desiredLaunchTime ?? NOW) - NOW)) / 901)));
    expect(tasks).toHaveLength(100);
    expect(tenths.size).toBe(10);
  });
});
