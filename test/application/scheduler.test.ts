import { describe, expect, it } from 'vitest';
import { faulty } from '../../src/adapters/memory/faulty.js';
import { MemoryQueueFile } from '../../src/adapters/memory/memory-queue-file.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import type { TimeBudget } from '../../src/application/time-budget.js';
import type { Task } from '../../src/domain/task.js';
import { at, LABOURER, NOW } from '../support/a-task.js';
import { aSystem, LEASE_LIFE, type System } from '../support/system.js';

const JOB = { lambda_name: LABOURER, sections: ['a', 'b', 'c'], isolate_sections: true };
const request = { requestId: 'request-1' };
const NAME = 'tasks_queue_request-1.txt';

const queued = async ({ store }: System): Promise<readonly Task[]> =>
  (await store.open({ labourerId: LABOURER, range: {}, limit: 10_000 })).tasks;
const payloads = async (system: System) => (await queued(system)).map((task) => JSON.parse(task.payload ?? ''));

/** Time for so many batches of rows. */
function budgetFor(batches: number): TimeBudget {
  let left = batches;
  return { hasTime: () => left-- > 0 };
}

describe('a job', () => {
  it('becomes tasks in the order of its rows, named by its identity, behind the queue', async () => {
    const system = aSystem();
    const scheduled = await system.scheduler.handle(JOB, request);
    expect(scheduled).toEqual({
      jobId: 'request-1',
      fileName: NAME,
      rows: 3,
      state: 'finished',
      added: 3,
      warnings: [],
    });
    const tasks = await queued(system);
    const digest = system.ids.digest('request-1').slice(0, 20);
    expect(tasks.map((task) => task.taskId)).toEqual([0, 1, 2].map((row) => `${digest}00000000000${row}`));
    expect(tasks.map((task) => task.greenfield)).toEqual([2000, 3000, 4000]);
    expect(tasks.map((task) => task.jobId)).toEqual(['request-1', 'request-1', 'request-1']);
    expect(await payloads(system)).toEqual(
      ['a', 'b', 'c'].map((name) => ({ sections: [name], isolate_sections: true })),
    );
    await system.scheduler.handle({ ...JOB, sections: ['d'] }, { requestId: 'request-2' });
    expect((await queued(system)).map((task) => task.greenfield)).toEqual([2000, 3000, 4000, 5000]);
  });

  it.each([
    ['its own job_id', { ...JOB, job_id: 'mine' }, 'mine'],
    ['the id of its envelope', { id: 'event-7', 'detail-type': 'Scheduled Event', detail: JOB }, 'event-7'],
    [
      'its job_id before the id of the envelope',
      { id: 'event-7', 'detail-type': 'x', detail: { job: { ...JOB, job_id: 'mine' } } },
      'mine',
    ],
    ["the request's id", { job: JSON.stringify(JOB) }, 'request-1'],
  ])('is known by %s', async (_, event, identity) => {
    expect((await aSystem().scheduler.handle(event, request)).jobId).toBe(identity);
  });

  it('adds nothing when the same identity comes again, whatever became of its tasks, and on another day', async () => {
    const system = aSystem();
    await system.scheduler.handle({ ...JOB, job_id: 'mine', period: 'today' }, request);
    const before = await queued(system);
    await system.orchestrator.pass();
    system.simulated.set(at(86_400));
    const again = await system.scheduler.handle(
      { ...JOB, job_id: 'mine', period: 'today' },
      { requestId: 'request-2' },
    );
    expect(again).toMatchObject({ state: 'finished', rows: 3, added: 0 });
    expect((await queued(system)).map((task) => task.taskId)).toEqual(before.map((task) => task.taskId));
  });

  it('of other content is refused under an identity that is taken', async () => {
    const system = aSystem();
    await system.scheduler.handle({ ...JOB, job_id: 'mine' }, request);
    const other = system.scheduler.handle({ ...JOB, job_id: 'mine', sections: ['z'] }, request);
    await expect(other).rejects.toMatchObject({ code: 'job.identity_taken', path: 'job_id' });
    expect(await queued(system)).toHaveLength(3);
  });

  it('of equal content under another identity is another job', async () => {
    const system = aSystem();
    await system.scheduler.handle(JOB, request);
    await system.scheduler.handle(JOB, { requestId: 'request-2' });
    expect(await queued(system)).toHaveLength(6);
  });

  it('comes with warnings, which are logged', async () => {
    const system = aSystem();
    const { warnings } = await system.scheduler.handle({ ...JOB, isolate_stores: true }, request);
    expect(warnings).toHaveLength(1);
    expect(system.logger.entries.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });
});

describe('a refused job', () => {
  const circled = { ...JOB, job_id: 'mine' };
  const refusals: [string, unknown, string][] = [
    ['an unknown labourer', { ...circled, lambda_name: 'nobody' }, 'labourer.unknown'],
    ['no labourer', { job: { sections: ['a'] } }, 'job.labourer'],
    ['an unknown schema', { ...circled, job_schema_name: 'unheard' }, 'job.schema'],
    ['an unknown period', { ...circled, period: 'last_3_moons' }, 'job.period'],
    ['a period that only begins like one', { ...circled, period: 'last_3_days_ago' }, 'job.period'],
    ['a period of no days', { ...circled, period: 'last_0_days' }, 'job.period'],
    ['a batch size of zero', { ...circled, max_sections_per_batch: 0 }, 'job.batch_size'],
    ['a negative batch size', { ...circled, max_sections_per_batch: -3 }, 'job.batch_size'],
    ['a flag that is neither true nor false', { ...circled, isolate_sections: 'sometimes' }, 'job.flag'],
    ['values of the wrong kind', { ...circled, sections: [['a']] }, 'job.values'],
    ['a foreign automatic field', { ...circled, greenfield: 5 }, 'job.automatic_field'],
    [
      'too many tasks',
      { ...circled, sections: Array.from({ length: 1001 }, (_, index) => index) },
      'job.too_many_tasks',
    ],
    ['a payload too large', { ...circled, note: 'x'.repeat(10_001) }, 'job.payload_too_large'],
    ['text that is no JSON', '{"lambda_name":', 'job.json'],
    ['an identity that is no text', { ...circled, job_id: 7 }, 'job.job_id'],
    ['an identity with control characters', { ...circled, job_id: 'a\nb' }, 'name.invalid'],
    ['a file name that leads elsewhere', { file_name: '../../etc/passwd' }, 'queue_file.name'],
    ["a file name that is not of the queue's form", { file_name: 'other.txt' }, 'queue_file.name'],
    ['a file name that nobody knows', { file_name: 'tasks_queue_unknown.txt' }, 'job.file_unknown'],
  ];

  it.each(refusals)('for %s has a code and a path, and nothing was written', async (_, event, code) => {
    const writes: string[] = [];
    const watched = <Port extends object>(name: string, port: Port, methods: readonly string[]) =>
      faulty(name, port, ({ method }) => {
        if (methods.includes(method)) writes.push(`${name}.${method}`);
        return 'none';
      });
    const system = aSystem({
      ports: {
        files: watched('files', new MemoryQueueFile(), ['create', 'acquire', 'checkpoint', 'finish']),
        store: watched('store', new MemoryTaskStore(), ['add', 'apply']),
      },
    });
    await expect(system.scheduler.handle(event, request)).rejects.toMatchObject({ code, path: expect.any(String) });
    expect(writes).toEqual([]);
    expect(await system.ledger.read(LABOURER)).toMatchObject({ version: 0 });
    expect(system.siblings).toMatchObject({ spawned: [] });
  });
});

describe('a job for which time runs out', () => {
  it('is continued by a sibling, which is told the name of its file and nothing else', async () => {
    const system = aSystem({ batchRows: 2 });
    const first = await system.scheduler.handle(JOB, { ...request, budget: budgetFor(1) });
    expect(first).toMatchObject({ state: 'continued', added: 2 });
    expect(system.siblings).toMatchObject({ spawned: [{ essential: 'scheduler', event: { file_name: NAME } }] });
    const second = await system.scheduler.handle({ file_name: NAME }, { requestId: 'request-9' });
    expect(second).toMatchObject({ jobId: 'request-1', state: 'finished', added: 1 });
    expect((await queued(system)).map((task) => task.greenfield)).toEqual([2000, 3000, 4000]);
  });

  it('spawns no sibling when there was time for all', async () => {
    const system = aSystem({ batchRows: 2 });
    await system.scheduler.handle(JOB, { ...request, budget: budgetFor(2) });
    expect(system.siblings).toMatchObject({ spawned: [] });
  });

  it('is safe when no sibling can be started: the next pass takes its file up', async () => {
    const system = aSystem({ batchRows: 2 });
    Object.assign(system.siblings, { refusing: true });
    await system.scheduler.handle(JOB, { ...request, budget: budgetFor(1) });
    expect(await system.scheduler.adoptOrphans()).toMatchObject([{ jobId: 'request-1', state: 'finished', added: 1 }]);
  });

  it('is continued under a configured name of queue files too', async () => {
    const system = aSystem({ batchRows: 2, scheduler: { queueFile: { stem: 'rows', ext: 'ndjson' } } });
    const { fileName } = await system.scheduler.handle(JOB, { ...request, budget: budgetFor(1) });
    expect(fileName).toBe('rows_request-1.ndjson');
    expect(await system.scheduler.handle({ file_name: fileName }, request)).toMatchObject({ state: 'finished' });
  });
});

describe('a job whose Scheduler died', () => {
  const half = async () => {
    const files = new MemoryQueueFile();
    let checkpoints = 0;
    // The first checkpoint keeps the places, the second the rows that were added.
    const dying = faulty('files', files, ({ method }) =>
      method === 'checkpoint' && ++checkpoints === 2 ? 'fail' : 'none',
    );
    const store = new MemoryTaskStore();
    const dead = aSystem({ batchRows: 2, ports: { files: dying, store } });
    await expect(dead.scheduler.handle(JOB, request)).rejects.toMatchObject({ code: 'store.unavailable' });
    return aSystem({ batchRows: 2, ports: { files, store } });
  };

  it('is left alone while the lease lives, and then taken up: what is there already is not added again', async () => {
    const system = await half();
    const before = await queued(system);
    expect(before).toHaveLength(2);
    expect(await system.scheduler.handle(JOB, request)).toMatchObject({ state: 'held', added: 0 });
    expect(await system.scheduler.adoptOrphans()).toEqual([]);
    system.simulated.set(NOW + LEASE_LIFE);
    expect(await system.scheduler.adoptOrphans()).toMatchObject([{ state: 'finished', added: 1 }]);
    const after = await queued(system);
    expect(after.slice(0, 2)).toEqual(before);
    expect(after.map((task) => task.greenfield)).toEqual([2000, 3000, 4000]);
  });

  it('stops no other orphan when it cannot be worked', async () => {
    const system = await half();
    await system.files.create('tasks_queue_bad.txt', { identity: 'bad', contentHash: 'x' }, ['no row']);
    await system.files.create('tasks_queue_good.txt', { identity: 'good', contentHash: 'x' }, [
      `{"labourer_id":"${LABOURER}"}`,
    ]);
    system.simulated.set(NOW + LEASE_LIFE);
    const adopted = await system.scheduler.adoptOrphans();
    expect(adopted.map(({ jobId, state }) => [jobId, state])).toEqual([
      ['request-1', 'finished'],
      ['good', 'finished'],
    ]);
    expect(system.logger.entries.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('waits for the next pass when there is no time for it', async () => {
    const system = await half();
    system.simulated.set(NOW + LEASE_LIFE);
    expect(await system.scheduler.adoptOrphans(budgetFor(0))).toEqual([]);
  });
});

it('compiles a job without writing anything, and refuses what handling would refuse', async () => {
  const system = aSystem();
  const { job, labourer } = system.scheduler.compile(JOB, 'request-1');
  expect([job.tasks, labourer.id]).toEqual([3, LABOURER]);
  expect(await system.files.find(NAME)).toBeUndefined();
  expect(() => system.scheduler.compile({ file_name: NAME }, 'request-1')).toThrow(/a job/);
});
