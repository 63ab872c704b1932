/** What every TaskStore promises of jobs: the counts of their tasks, and the tasks themselves in the order of their rows. */

import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { PageKey } from '../../src/application/ports/task-store.js';
import { taskIdOfRow } from '../../src/domain/ids.js';
import type { Task, TaskStage } from '../../src/domain/task.js';
import { aTask, jobId, place } from '../support/a-task.js';
import { cancelled, claimed, completed, died, done, failed, redriven, requeued, type Step } from './lives.js';
import { live, rowOf } from './task-store-changes.rules.js';
import { allPages, paged, type StoreRules } from './task-store-reads.rules.js';

const EMPTY: Readonly<Record<TaskStage, number>> = { open: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 };

/** A task as the Scheduler makes it: its id is made of the job's identity and the row. */
const rowOfJob = (job: string, row: number): Task =>
  aTask(taskIdOfRow(createHash('sha256').update(job).digest('hex'), row), {
    jobId: jobId(job),
    greenfield: place(row + 1),
  });

export const jobs: StoreRules = {
  async 'are unknown until a task of theirs is added'({ store, settle }) {
    await live(store, aTask('of-no-job'), [claimed, done]);
    await settle();
    expect(await store.progress(jobId('j'))).toBeUndefined();
  },

  async 'count where their tasks stand, each job its own'({ store, settle }) {
    const ends: Record<string, readonly Step[]> = {
      queued: [],
      running: [claimed],
      waiting: [claimed, failed],
      again: [claimed, failed, requeued],
      twice: [claimed, failed, requeued, claimed, failed],
      done: [claimed, done],
      kept: [claimed, completed],
      dead: [claimed, died],
      redriven: [claimed, died, redriven],
      cancelled: [cancelled],
    };
    for (const [row, steps] of Object.values(ends).entries()) await live(store, rowOfJob('j', row), steps);
    await live(store, rowOfJob('k', 0), [claimed]);
    await settle();
    expect(await store.progress(jobId('j'))).toEqual({
      stages: { open: 5, retrying: 2, done: 1, dead: 1, cancelled: 1 },
      retries: 4,
    });
    expect(await store.progress(jobId('k'))).toEqual({ stages: { ...EMPTY, open: 1 }, retries: 0 });
  },

  async 'count nothing twice: known tasks, and changes that were not made'({ store, settle }) {
    const tasks = [0, 1, 2].map((row) => rowOfJob('j', row));
    await store.add(tasks);
    await store.add([...tasks, ...tasks]);
    const [first] = tasks as [Task, ...Task[]];
    await store.apply([claimed(first)]);
    const rivals = await rowOf(store, first);
    const changes = [done(rivals), done(rivals), failed(rivals)];
    const outcomes = (await Promise.all(changes.map((change) => store.apply([change])))).flat();
    await settle();
    const won = outcomes.findIndex(({ outcome }) => outcome === 'applied');
    expect(await store.progress(jobId('j'))).toEqual(
      won < 2
        ? { stages: { ...EMPTY, open: 2, done: 1 }, retries: 0 }
        : { stages: { ...EMPTY, open: 2, retrying: 1 }, retries: 1 },
    );
  },

  async 'give their tasks in the order of their rows, whatever their stage'({ store, settle }) {
    const ends: readonly (readonly Step[])[] = [
      [claimed, done],
      [],
      [claimed, failed],
      [cancelled],
      [claimed],
      [claimed, died],
      [claimed, completed],
      [claimed, done],
    ];
    const rows: Task[] = [];
    for (const row of [3, 1, 7, 0, 2, 6, 4, 5]) {
      rows[row] = await live(store, rowOfJob('j', row), ends[row] ?? []);
    }
    await live(store, rowOfJob('k', 3), [claimed, done]);
    await live(store, aTask('alone'), [cancelled]);
    await settle();
    for (const limit of [1, 3, 8, 100]) {
      const page = async (after: PageKey | undefined) => {
        const read = await store.ofJob({ jobId: jobId('j'), limit, ...paged(after) });
        expect(read.tasks.length).toBeLessThanOrEqual(limit);
        return read;
      };
      expect(await allPages(page)).toEqual(rows);
    }
  },

  async 'have no tasks while none of theirs was added'({ store }) {
    expect(await store.ofJob({ jobId: jobId('j'), limit: 10 })).toEqual({ tasks: [] });
  },
};
