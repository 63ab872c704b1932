/** What every JobRegister promises. */

import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { JobRegister, RegisteredJob } from '../../src/application/ports/job-register.js';
import type { JobProgress, TaskStore } from '../../src/application/ports/task-store.js';
import { taskIdOfRow } from '../../src/domain/ids.js';
import { aTask, at, jobId, LABOURER, OTHER_LABOURER } from '../support/a-task.js';
import { claimed, died, done, failed } from './lives.js';
import { type Contract, describeContract, type Open } from './rules.js';
import { live } from './task-store-changes.rules.js';

export interface JobRegisterSubject {
  readonly register: JobRegister;
  /** The tasks of its jobs. */
  readonly store: TaskStore;
  /** Whether its counts are those of the store at the moment of reading, or those that were counted last. */
  readonly isExact: boolean;
}

const BOTH = [LABOURER, OTHER_LABOURER];

const noted = (id: string, offset = 0, details: Partial<RegisteredJob> = {}) => ({
  jobId: jobId(id),
  labourerId: LABOURER,
  createdAt: at(offset),
  tasks: 3,
  ...details,
});

const COUNTS: JobProgress = { stages: { open: 1, retrying: 0, done: 2, dead: 0, cancelled: 0 }, retries: 1 };

const rowOfJob = (job: string, row: number) =>
  aTask(taskIdOfRow(createHash('sha256').update(job).digest('hex'), row), { jobId: jobId(job) });

const JOB_REGISTER_CONTRACT: Contract<JobRegisterSubject> = {
  'jobs that were noted': {
    async 'are found as they were noted, wherever their labourer stands'({ register }) {
      await register.note(noted('one'));
      await register.note(noted('two', 1, { labourerId: OTHER_LABOURER, tasks: 1_000_000 }));
      expect(await register.find(jobId('one'), BOTH)).toMatchObject(noted('one'));
      expect(await register.find(jobId('two'), BOTH)).toMatchObject(
        noted('two', 1, { labourerId: OTHER_LABOURER, tasks: 1_000_000 }),
      );
      expect(await register.find(jobId('three'), BOTH)).toBeUndefined();
    },

    async 'may have any name that is allowed'({ register }) {
      for (const name of ['labourer_id', 'job:', 'a.b[0]', '#x', '💼 – "quoted"', 'j'.repeat(256)]) {
        await register.note(noted(name));
        expect(await register.find(jobId(name), BOTH)).toMatchObject(noted(name));
      }
    },

    async 'do not change when they are noted again'({ register }) {
      await register.note(noted('one'));
      await register.note(noted('one', 50, { tasks: 8 }));
      expect(await register.recent({ labourerIds: BOTH, limit: 10 })).toMatchObject([noted('one')]);
    },

    async 'are all kept when many are noted at once'({ register }) {
      const jobs = Array.from({ length: 12 }, (_, index) => noted(`j${index}`, index));
      await Promise.all(jobs.map((job) => register.note(job)));
      expect(await register.recent({ labourerIds: BOTH, limit: 100 })).toHaveLength(12);
    },
  },

  'the recent ones': {
    async 'come newest first, at most as many as asked for, of these labourers'({ register }) {
      for (const offset of [2, 5, 1, 4]) await register.note(noted(`j${offset}`, offset));
      await register.note(noted('theirs', 3, { labourerId: OTHER_LABOURER }));
      const ids = async (labourerIds: typeof BOTH, limit: number) =>
        (await register.recent({ labourerIds, limit })).map((job) => job.jobId);
      expect(await ids(BOTH, 10)).toEqual(['j5', 'j4', 'theirs', 'j2', 'j1']);
      expect(await ids(BOTH, 2)).toEqual(['j5', 'j4']);
      expect(await ids([LABOURER], 10)).toEqual(['j5', 'j4', 'j2', 'j1']);
      expect(await ids([], 10)).toEqual([]);
    },

    async 'are at least the forty newest of each labourer'({ register }) {
      for (let offset = 0; offset < 60; offset++) await register.note(noted(`j${offset}`, offset));
      const recent = await register.recent({ labourerIds: BOTH, limit: 40 });
      expect(recent.map((job) => job.jobId)).toEqual(Array.from({ length: 40 }, (_, index) => `j${59 - index}`));
    },
  },

  counts: {
    async 'are those of the tasks as they stand, or those that were counted last'({ register, store, isExact }) {
      await register.note(noted('one'));
      await live(store, rowOfJob('one', 0), [claimed, done]);
      await live(store, rowOfJob('one', 1), [claimed, failed]);
      await live(store, rowOfJob('one', 2), [claimed, died]);
      const one = { jobId: jobId('one'), labourerId: LABOURER };
      await register.recounted(one, COUNTS, at(60));
      const job = await register.find(jobId('one'), BOTH);
      const exact = { stages: { open: 0, retrying: 1, done: 1, dead: 1, cancelled: 0 }, retries: 1 };
      expect(job?.progress).toEqual(isExact ? exact : COUNTS);
      expect(job?.countedAt).toBe(isExact ? undefined : at(60));
      expect(await register.recent({ labourerIds: BOTH, limit: 1 })).toEqual([job]);
    },

    async 'do not go back where an older count arrives late'({ register, isExact }) {
      const one = { jobId: jobId('one'), labourerId: LABOURER };
      await register.note(noted('one'));
      await register.recounted(one, COUNTS, at(60));
      await register.recounted(one, { ...COUNTS, retries: 0 }, at(50));
      const job = await register.find(jobId('one'), BOTH);
      expect(job?.countedAt).toBe(isExact ? undefined : at(60));
    },

    async 'of jobs that were never noted are not kept'({ register }) {
      await register.recounted({ jobId: jobId('lost'), labourerId: LABOURER }, COUNTS, at(60));
      expect(await register.recent({ labourerIds: BOTH, limit: 10 })).toEqual([]);
    },
  },
};

export const jobRegisterContract = (name: string, open: Open<JobRegisterSubject>): void =>
  describeContract(`JobRegister: ${name}`, JOB_REGISTER_CONTRACT, open);
