import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GridFacts } from '../../../src/application/views/facts.js';
import { jobGrid } from '../../../src/application/views/job-grid.js';
import { jobList, jobOf } from '../../../src/application/views/jobs.js';
import { taskIdOfRow } from '../../../src/domain/ids.js';
import type { Task } from '../../../src/domain/task.js';
import { aTask, at, aWindow, jobId, LABOURER, NOW, place } from '../../support/a-task.js';
import { aReadSide } from '../../support/reads.js';

const JOB = jobId('nightly');
const digest = createHash('sha256').update(JOB).digest('hex');
const aRow = (row: number, details: Partial<Task> = {}): Task =>
  aTask(taskIdOfRow(digest, row), { jobId: JOB, ...details });

const tutorial = (date: string, topic: string, word: string): string =>
  JSON.stringify({ date_list: [date], isolate_words: true, topics: [topic], words: [word] });

const sumOfCells = ({ cells }: GridFacts): number =>
  cells.flat().reduce((sum, cell) => sum + Object.values(cell?.states ?? {}).reduce((all, count) => all + count, 0), 0);

describe('jobs', () => {
  it('are listed newest first, with the counts of the register', async () => {
    const { reads, store } = aReadSide();
    await reads.jobs.note({ jobId: jobId('older'), labourerId: LABOURER, createdAt: at(-9), tasks: 4 });
    await store.add([aRow(0), aRow(1, { stage: 'dead', closedAt: NOW })]);
    const [newest, older] = await jobList(reads, { limit: 10 });
    expect(newest).toMatchObject({
      job_id: JOB,
      labourer_id: LABOURER,
      tasks: null,
      open: 1,
      dead: 1,
      counted_at: null,
    });
    expect(older).toMatchObject({ job_id: 'older', tasks: 4, open: 4, counted_at: at(-9) });
    expect(await jobList(reads, { limit: 1 })).toHaveLength(1);
  });

  it('a job that was never noted is counted by the store', async () => {
    const { reads, store } = aReadSide();
    await store.add([aRow(0, { createdAt: at(-7) }), aRow(1, { stage: 'done', closedAt: NOW })]);
    const unnoted = { ...reads, jobs: { ...reads.jobs, find: async () => undefined } };
    expect(await jobOf(unnoted, JOB)).toEqual({
      job_id: JOB,
      labourer_id: LABOURER,
      created_at: at(-7),
      tasks: 2,
      open: 1,
      retrying: 0,
      done: 1,
      dead: 0,
      cancelled: 0,
      retries: 0,
      counted_at: null,
    });
    await expect(jobOf(reads, jobId('another'))).rejects.toMatchObject({ code: 'job.unknown' });
    await expect(jobGrid(reads, { jobId: jobId('another'), now: NOW })).rejects.toMatchObject({ code: 'job.unknown' });
  });
});

describe('the grid of a job', () => {
  const dates = ['2026-03-08', '2026-03-09'];
  const words = [
    ['cars', 'toyota'],
    ['cars', 'mazda'],
    ['food', 'recipe'],
  ] as const;
  const tasks = dates
    .flatMap((date) => words.map(([topic, word]) => tutorial(date, topic, word)))
    .map((payload, row) => aRow(row, { payload, greenfield: place(row + 1) }));

  it('has dates as columns and the other attributes that differ, joined, as rows', async () => {
    const { reads, store } = aReadSide();
    await store.add([{ ...(tasks[0] as Task), stage: 'dead', closedAt: NOW }, ...tasks.slice(1)]);
    const grid = await jobGrid(reads, { jobId: JOB, now: NOW });
    expect(grid).toMatchObject({
      dimensions: ['date_list', 'topics', 'words'],
      row_name: 'topics › words',
      column_name: 'date_list',
      rows: ['cars › toyota', 'cars › mazda', 'food › recipe'],
      columns: dates,
      tasks: 6,
      left_out: 0,
      source: 'rows',
    });
    expect(grid.cells[0]).toEqual([
      { states: { dead: 1 }, task_id: tasks[0]?.taskId },
      { states: { queued: 1 }, task_id: tasks[3]?.taskId },
    ]);
  });

  it('has the axes that are asked for, and refuses one that does not tell the tasks apart', async () => {
    const { reads, store } = aReadSide();
    await store.add(tasks);
    const grid = await jobGrid(reads, { jobId: JOB, now: NOW, rows: ['date_list'], columns: 'topics' });
    expect(grid).toMatchObject({ rows: dates, columns: ['cars', 'food'], column_name: 'topics' });
    expect(grid.cells[0]?.[0]?.states).toEqual({ queued: 2 });
    const wrong = jobGrid(reads, { jobId: JOB, now: NOW, rows: 'isolate_words' });
    await expect(wrong).rejects.toMatchObject({ code: 'grid.dimension' });
  });

  it('shows no values of attributes that are masked', async () => {
    const { reads, store } = aReadSide();
    const secret = (row: number) => aRow(row, { payload: JSON.stringify({ shop: row, api_token: `hush${row}` }) });
    await store.add([secret(0), secret(1)]);
    const grid = await jobGrid(reads, { jobId: JOB, now: NOW, maskedKeys: ['token'] });
    expect(grid.dimensions).toEqual(['shop']);
    expect(JSON.stringify(grid)).not.toContain('hush');
  });

  it('at an instant of the past tells each state from the row’s own instants', async () => {
    const { reads, store } = aReadSide();
    const claimed = (offset: number) => ({
      greenfield: aWindow(at(offset)).invoked,
      attempts: 1,
      createdAt: at(-1000),
    });
    const ended = { ...claimed(-500), completedAt: at(-300), closedAt: at(-200), stage: 'done' as const };
    await store.add([aRow(0, ended), aRow(1, claimed(-100)), aRow(2, { createdAt: at(-50) })]);
    const states = async (offset: number) =>
      (await jobGrid(reads, { jobId: JOB, now: at(offset) })).cells.flat().map((cell) => cell?.states);
    expect(await states(-1001)).toEqual([]);
    expect(await states(-600)).toEqual([{ queued: 2 }]);
    expect(await states(-400)).toEqual([{ invoked: 1, queued: 1 }]);
    expect(await states(-250)).toEqual([{ completed: 1, queued: 1 }]);
    expect(await states(-200)).toEqual([{ done: 1, queued: 1 }]);
    expect(await states(0)).toEqual([{ done: 1, invoked: 1, queued: 1 }]);
  });

  it('all cells and what is left out are the tasks that existed at that instant, whatever their payloads', async () => {
    const payload = fc.oneof(
      fc.record({
        date_list: fc.constantFrom(['2026-03-08'], ['2026-03-09', '2026-03-10']),
        shop: fc.nat(600),
        nested: fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.constantFrom(1, 'x', null, [])),
      }),
      fc.jsonValue(),
    );
    const row = fc.record({
      payload: fc.oneof(
        payload.map((value) => JSON.stringify(value)),
        fc.constantFrom('no JSON', undefined),
      ),
      age: fc.nat(100),
      stage: fc.constantFrom('open' as const, 'retrying' as const, 'dead' as const),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), fc.nat(100), async (rows, ago) => {
        const { reads, store } = aReadSide();
        await store.add(
          rows.map(({ payload, age, stage }, index) =>
            aRow(index, { payload, stage, createdAt: at(-age), closedAt: stage === 'dead' ? NOW : undefined }),
          ),
        );
        const grid = await jobGrid(reads, { jobId: JOB, now: at(-ago) });
        const existed = rows.filter(({ age }) => age >= ago).length;
        expect(sumOfCells(grid) + grid.left_out).toBe(existed);
        expect(grid.tasks).toBe(existed);
      }),
      { numRuns: 100 },
    );
  });

  it('a grid that would be too large leaves tasks out, and counts them', async () => {
    const { reads, store } = aReadSide();
    await store.add(Array.from({ length: 450 }, (_, row) => aRow(row, { payload: `{"shop":${row}}` })));
    const grid = await jobGrid(reads, { jobId: JOB, now: NOW });
    expect(grid).toMatchObject({ row_name: 'shop', column_name: '', columns: [''], tasks: 450, left_out: 50 });
    expect(grid.rows).toHaveLength(400);
  });
});
