import { describe, expect, it } from 'vitest';
import { faultyTaskStore } from '../../src/adapters/memory/faulty.js';
import { MemoryQueueFile } from '../../src/adapters/memory/memory-queue-file.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import type { JobRegister } from '../../src/application/ports/job-register.js';
import { UNBOUNDED } from '../../src/application/time-budget.js';
import { jobId, LABOURER, NOW } from '../support/a-task.js';
import { aSystem, LEASE_LIFE, type System, type SystemOptions } from '../support/system.js';

const NAME = 'tasks_queue_job.txt';
const JOB = jobId('job');
const row = (details: object) => JSON.stringify({ labourer_id: LABOURER, ...details });
const ROWS = [1, 2, 3, 4, 5].map((n) => row({ n }));

async function withFile(lines: readonly string[], options: SystemOptions = {}): Promise<System> {
  const system = aSystem({ batchRows: 2, ...options });
  await system.files.create(NAME, { identity: 'job', contentHash: 'hash' }, lines);
  return system;
}
const work = (system: System, budget = UNBOUNDED) => system.fileWorker.work(NAME, JOB, budget);
const queued = async ({ store }: System) => (await store.open({ labourerId: LABOURER, range: {}, limit: 100 })).tasks;

describe('rows of a queue file', () => {
  it('become tasks with the row as payload, without the name of the labourer', async () => {
    const system = await withFile([row({ n: 1, job_schema_name: 'x' })]);
    expect(await work(system)).toEqual({ state: 'finished', added: 1 });
    expect(await queued(system)).toMatchObject([
      { payload: '{"n":1,"job_schema_name":"x"}', jobId: 'job', createdAt: NOW, attempts: 0, greenfield: 2000 },
    ]);
  });

  it('get one stretch of the queue for all of them, however many batches they take', async () => {
    const system = await withFile(ROWS);
    // Another job comes between the first two batches.
    let calls = 0;
    const budget = { hasTime: () => ++calls <= 1 };
    expect(await work(system, budget)).toEqual({ state: 'continued', added: 2 });
    await system.tasks.createTask(system.labourer(), { between: true });
    expect(await work(system)).toEqual({ state: 'finished', added: 3 });
    expect((await queued(system)).map(({ greenfield, payload }) => [greenfield, payload])).toEqual([
      ...[2000, 3000, 4000, 5000, 6000].map((place, index) => [place, `{"n":${index + 1}}`]),
      [7000, '{"between":true}'],
    ]);
  });

  it('are added again, and counted once, when the answer was lost', async () => {
    let calls = 0;
    const store = faultyTaskStore(new MemoryTaskStore(), ({ method }) =>
      method === 'add' && ++calls === 1 ? 'lose' : 'none',
    );
    const system = await withFile(ROWS.slice(0, 2), { ports: { store } });
    expect(await work(system)).toMatchObject({ state: 'finished' });
    expect(await queued(system)).toHaveLength(2);
  });

  it('are not left behind while no answer comes: the file stays, and the error says to try again', async () => {
    let isDown = true;
    const store = faultyTaskStore(new MemoryTaskStore(), ({ method }) =>
      method === 'add' && isDown ? 'lose' : 'none',
    );
    const system = await withFile(ROWS, { ports: { store } });
    await expect(work(system)).rejects.toMatchObject({ code: 'store.unavailable', retryable: true });
    isDown = false;
    system.simulated.set(NOW + LEASE_LIFE);
    expect(await work(system)).toMatchObject({ state: 'finished' });
    expect(await queued(system)).toHaveLength(5);
  });

  it('leave a trail', async () => {
    const system = await withFile([row({})]);
    await work(system);
    const [task] = await queued(system);
    const events = await system.taskLog.read(task?.taskId ?? ('' as never));
    expect(events.map(({ action, author }) => [action, author])).toEqual([['created', 'scheduler']]);
  });

  it('are refused when they are no rows, or of a labourer that is gone; those before them stay', async () => {
    for (const [bad, code] of [
      ['{"n":', 'queue_file.damaged'],
      [row({ labourer_id: 'gone' }), 'labourer.unknown'],
    ] as const) {
      const system = await withFile([...ROWS.slice(0, 2), bad]);
      await expect(work(system)).rejects.toMatchObject({ code });
      expect(await queued(system)).toHaveLength(2);
      expect(await system.files.find(NAME)).toMatchObject({ state: 'pending' });
    }
  });
});

describe('the register of jobs', () => {
  /** What was noted, and how many of its tasks were there by then; `fails` after that. */
  async function noting(options: { fails?: boolean } = {}) {
    const noted: { job: object; queued: number }[] = [];
    const refuse = async () => Promise.reject(new Error('not asked for'));
    const jobs: JobRegister = {
      recent: refuse,
      find: refuse,
      recounted: refuse,
      async note(job) {
        noted.push({ job, queued: (await queued(system)).length });
        if (options.fails) throw new Error('down');
      },
    };
    const system = await withFile(ROWS, { ports: { jobs } });
    return { system, noted };
  }

  it('has a job before its first task is there, once however often the work is interrupted', async () => {
    const { system, noted } = await noting();
    let calls = 0;
    expect(await work(system, { hasTime: () => ++calls <= 1 })).toMatchObject({ state: 'continued' });
    expect(await work(system)).toMatchObject({ state: 'finished' });
    expect(noted).toEqual([{ job: { jobId: JOB, labourerId: LABOURER, createdAt: NOW, tasks: 5 }, queued: 0 }]);
  });

  it('does not stop a job that it can’t keep; the log has it', async () => {
    const { system } = await noting({ fails: true });
    expect(await work(system)).toEqual({ state: 'finished', added: 5 });
    expect(system.logger.entries).toMatchObject([{ level: 'warn', context: { jobId: JOB } }]);
  });
});

describe('a queue file', () => {
  it('has one owner at a time', async () => {
    const system = await withFile(ROWS);
    await system.files.acquire(NAME, { now: NOW, life: LEASE_LIFE });
    expect(await work(system)).toEqual({ state: 'held', added: 0 });
    expect(await queued(system)).toEqual([]);
  });

  it('is left alone by an owner who lost it: the other adds each row once', async () => {
    const store = new MemoryTaskStore();
    let overtake = async () => {};
    // The first owner is slow: just before it keeps its first rows the other one takes the file over and ends it.
    class SlowFile extends MemoryQueueFile {
      override async checkpoint(...args: Parameters<MemoryQueueFile['checkpoint']>) {
        if ((await store.countOpen({ labourerId: LABOURER, range: {} })) === 2) await overtake();
        return super.checkpoint(...args);
      }
    }
    const files = new SlowFile();
    const first = await withFile(ROWS, { ports: { files, store } });
    const second = aSystem({ ports: { files, store }, batchRows: 2 });
    second.simulated.set(NOW + LEASE_LIFE);
    overtake = async () => {
      overtake = async () => {};
      expect(await work(second)).toEqual({ state: 'finished', added: 3 });
    };
    expect(await work(first)).toEqual({ state: 'held', added: 2 });
    expect((await queued(first)).map(({ payload }) => payload)).toEqual(ROWS.map((_, index) => `{"n":${index + 1}}`));
  });

  it('is worked no further once time runs out, and is free for the next owner at once', async () => {
    const system = await withFile(ROWS);
    expect(await work(system, { hasTime: () => false })).toEqual({ state: 'continued', added: 0 });
    expect(await work(system)).toEqual({ state: 'finished', added: 5 });
    expect(await work(system)).toEqual({ state: 'finished', added: 0 });
  });

  it('of a job without tasks is finished at once', async () => {
    expect(await work(await withFile([]))).toEqual({ state: 'finished', added: 0 });
  });

  it('that nobody knows is held by nobody', async () => {
    expect(await aSystem().fileWorker.work(NAME, JOB, UNBOUNDED)).toEqual({ state: 'held', added: 0 });
  });
});
