/** `sosw jobs list`: the newest jobs, and how many of their tasks stand where. */

import { jobList } from '../../../application/views/jobs.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { jobsTable } from '../jobs-text.js';
import { answerOrWatch, type WatchOptions } from '../watching.js';
import { type StoreOptions, withStore } from '../with-store.js';

export interface JobsListOptions extends StoreOptions, WatchOptions {
  readonly limit: number;
}

export async function run({ options, terminal }: Call<JobsListOptions>): Promise<ExitCode> {
  await withStore({ options, terminal }, (data) =>
    answerOrWatch(options, terminal, async () => {
      const jobs = await jobList(data, { limit: options.limit });
      const text = () =>
        jobs.length === 0 ? 'No job was scheduled here: sosw schedule JOB' : jobsTable(jobs, terminal);
      return { facts: { jobs }, text };
    }),
  );
  return EXIT.ok;
}
