/** What the configuration says of jobs. */

import type { SchemasConfig } from '../domain/job/job-schema.js';
import type { CustomPeriods } from '../domain/job/periods.js';

/** The Scheduler's own part of the configuration, checked. */
export interface SchedulerSettings {
  readonly schemas: SchemasConfig;
  /** Name and extension of queue files: `tasks_queue.txt`. */
  readonly queueFile: { readonly stem: string; readonly ext: string };
  readonly maxTasksPerJob: number;
  /** Bytes of the largest payload that both the store and an invocation can carry. */
  readonly payloadLimit: number;
  readonly timeZone?: string | undefined;
  readonly customPeriods?: CustomPeriods | undefined;
}
