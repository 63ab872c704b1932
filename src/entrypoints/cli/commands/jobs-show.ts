/** `sosw jobs show`: how far one job is. */

import { jobOf } from '../../../application/views/jobs.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { jobText } from '../jobs-text.js';
import { withJob } from '../known-names.js';
import { type StoreOptions, withStore } from '../with-store.js';

export async function run({ args, options, terminal }: Call<StoreOptions>): Promise<ExitCode> {
  await withStore({ options, terminal }, async (data) => {
    const job = await withJob(args[0] ?? '', data, (id) => jobOf(data, id));
    if (options.json) terminal.printJson(job);
    else terminal.print(jobText(job, terminal));
  });
  return EXIT.ok;
}
