/** `sosw jobs cancel`: ends what is left of a job. */

import { jobOf } from '../../../application/views/jobs.js';
import { jobId } from '../../../domain/ids.js';
import { type BulkOptions, bulkByFilter } from '../bulk.js';
import type { Call } from '../command-module.js';
import type { ExitCode } from '../exit-code.js';
import { withJob } from '../known-names.js';
import { withStore } from '../with-store.js';

export const run = ({ args, options, terminal }: Call<BulkOptions>): Promise<ExitCode> =>
  withStore({ options, terminal }, async (data) => {
    const { job_id } = await withJob(args[0] ?? '', data, (id) => jobOf(data, id));
    return bulkByFilter({ data, options, terminal }, 'cancel', { jobId: jobId(job_id) });
  });
