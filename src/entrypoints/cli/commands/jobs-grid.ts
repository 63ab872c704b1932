/** `sosw jobs grid`: a job's tasks as a map of letters. */

import { jobGrid } from '../../../application/views/job-grid.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { gridText } from '../grid-text.js';
import { withJob } from '../known-names.js';
import { now } from '../now.js';
import { type StoreOptions, withStore } from '../with-store.js';

export interface JobsGridOptions extends StoreOptions {
  readonly rows?: string;
  readonly columns?: string;
}

export async function run({ args, options, terminal }: Call<JobsGridOptions>): Promise<ExitCode> {
  await withStore({ options, terminal }, async (data) => {
    const axes = {
      ...(options.rows === undefined ? {} : { rows: dimensions(options.rows) }),
      ...(options.columns === undefined ? {} : { columns: dimensions(options.columns) }),
    };
    const grid = await withJob(args[0] ?? '', data, (jobId) => jobGrid(data, { jobId, now: now(), ...axes }));
    if (options.json) terminal.printJson(grid);
    else terminal.print(gridText(grid, terminal));
  });
  return EXIT.ok;
}

const dimensions = (names: string): readonly string[] => names.split(',').map((name) => name.trim());
