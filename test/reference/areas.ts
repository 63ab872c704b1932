/** The areas of the golden vectors that can be run, each with its code; loaded only when its area is run. */

import type { AreaRunner } from './vector.js';

export const areas: Readonly<Record<string, () => Promise<{ run: AreaRunner }>>> = {
  chunk_dates: () => import('./areas/chunk-dates.js'),
  chunk_job: () => import('./areas/chunk-job.js'),
  job_schema: () => import('./areas/job-schema.js'),
  ecology: () => import('./areas/ecology.js'),
  helpers: () => import('./areas/helpers.js'),
  config: () => import('./areas/config.js'),
  tasks: () => import('./areas/tasks.js'),
  dynamo: () => import('./areas/dynamo.js'),
};
