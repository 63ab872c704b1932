import { describe, expect, it } from 'vitest';
import { MemoryLogger } from '../../src/adapters/memory/memory-logger.js';
import { SimulatedClock } from '../../src/adapters/memory/simulated-clock.js';
import { JobRecounter } from '../../src/application/job-recounter.js';
import type { RegisteredJob } from '../../src/application/ports/job-register.js';
import type { JobProgress } from '../../src/application/ports/task-store.js';
import { aLabourer } from '../support/a-labourer.js';
import { at, jobId, LABOURER, NOW } from '../support/a-task.js';

const stages = { open: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 };
const OPEN: JobProgress = { stages: { ...stages, open: 3 }, retries: 0 };
const ENDED: JobProgress = { stages: { ...stages, done: 2, dead: 1 }, retries: 4 };

const aJob = (name: string, details: Partial<RegisteredJob> = {}): RegisteredJob => ({
  jobId: jobId(name),
  labourerId: LABOURER,
  createdAt: NOW,
  tasks: 3,
  ...details,
});

/** A register in a list, over a store that counts every job as `progressOf` says. */
function opened(
  jobs: RegisteredJob[],
  progressOf: (id: string) => Promise<JobProgress | undefined> = async () => OPEN,
) {
  const clock = new SimulatedClock(NOW);
  const logger = new MemoryLogger();
  const counted: string[] = [];
  const recounter = new JobRecounter({
    store: {
      progress: (id) => {
        counted.push(id);
        return progressOf(id);
      },
    },
    jobs: {
      recent: async () => jobs,
      recounted: async (job, progress, countedAt) => {
        const index = jobs.findIndex(({ jobId: id }) => id === job.jobId);
        jobs[index] = { ...(jobs[index] as RegisteredJob), progress, countedAt };
      },
    },
    labourers: { all: () => [aLabourer(LABOURER)] },
    clock,
    logger,
  });
  return { recounter, clock, logger, counted, jobs };
}

describe('a job under way', () => {
  it('is counted a minute after it was noted, and a minute after each count', async () => {
    const { recounter, clock, counted, jobs } = opened([aJob('j')]);
    for (const offset of [0, 59, 60, 119, 120, 121]) {
      clock.set(at(offset));
      await recounter.pass();
    }
    expect(counted).toEqual(['j', 'j']);
    expect(jobs).toEqual([aJob('j', { progress: OPEN, countedAt: at(120) })]);
  });

  it('waits longer where it has many tasks, or is old', async () => {
    const jobs = [
      aJob('large', { tasks: 100_000, countedAt: at(0), progress: OPEN }),
      aJob('old', { createdAt: at(-50_000), countedAt: at(0), progress: OPEN }),
    ];
    const { recounter, clock, counted } = opened(jobs);
    for (const offset of [999, 1000, 1019, 1022]) {
      clock.set(at(offset));
      await recounter.pass();
    }
    expect(counted).toEqual(['large', 'old']);
  });

  it('is counted exactly once after its last task has ended', async () => {
    let progress = OPEN;
    const { recounter, clock, counted, jobs } = opened([aJob('j')], async () => progress);
    clock.set(at(60));
    await recounter.pass();
    progress = ENDED;
    for (const offset of [130, 200, 270, 10_000]) {
      clock.set(at(offset));
      await recounter.pass();
    }
    expect(counted).toHaveLength(2);
    expect(jobs).toMatchObject([{ progress: ENDED, countedAt: at(130) }]);
  });

  it('is not taken for ended while tasks of it are still to be added', async () => {
    const { recounter, clock, counted } = opened([aJob('j', { tasks: 4 })], async () => ENDED);
    for (const offset of [60, 120, 180]) {
      clock.set(at(offset));
      await recounter.pass();
    }
    expect(counted).toHaveLength(3);
  });

  it('counts as none of its tasks where none was ever added', async () => {
    const { recounter, clock, jobs } = opened([aJob('j')], async () => undefined);
    clock.set(at(60));
    expect(await recounter.pass()).toBe(1);
    expect(jobs).toMatchObject([{ progress: { stages, retries: 0 }, countedAt: at(60) }]);
  });
});

describe('a pass', () => {
  it('takes a bounded number of jobs, those first that wait longest', async () => {
    const many = Array.from({ length: 50 }, (_, index) => aJob(`j${index}`, { createdAt: at(-index) }));
    const { recounter, clock, counted } = opened(many);
    clock.set(at(60));
    expect(await recounter.pass()).toBe(20);
    expect(counted).toEqual(Array.from({ length: 20 }, (_, index) => `j${49 - index}`));
  });

  it('begins no job when its time is over', async () => {
    const { recounter, clock, counted } = opened([aJob('a'), aJob('b'), aJob('c')]);
    clock.set(at(60));
    let left = 2;
    expect(await recounter.pass({ hasTime: () => left-- > 0 })).toBe(2);
    expect(counted).toEqual(['a', 'b']);
  });

  it('goes on with the other jobs where one cannot be counted, and says so', async () => {
    const progressOf = async (id: string) => {
      if (id === 'a') throw new Error('throttled');
      return OPEN;
    };
    const { recounter, clock, counted, logger } = opened([aJob('a'), aJob('b')], progressOf);
    clock.set(at(60));
    expect(await recounter.pass()).toBe(1);
    expect(counted).toEqual(['a', 'b']);
    expect(logger.entries).toMatchObject([{ level: 'warn', context: { jobId: 'a' } }]);
  });
});
