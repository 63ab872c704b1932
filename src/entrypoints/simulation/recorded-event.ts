/** What happened in a real deployment, to be replayed: jobs as they arrived, or single tasks with what became of them. */

import type { JsonObject } from '../../domain/task.js';
import type { EpochSeconds, Seconds } from '../../domain/time.js';

/** In the order of `at`; an event that is earlier than the one before it happens together with that. */
export type RecordedEvent =
  | { readonly at: EpochSeconds; readonly job: JsonObject }
  | {
      readonly at: EpochSeconds;
      /** Of the configuration. */
      readonly labourer: string;
      readonly payload?: JsonObject;
      /** Work of each of its attempts. Absent: as the scenario says. */
      readonly duration?: Seconds;
      /** How its attempts end, all but the last one. Absent: as the scenario says. */
      readonly failures?: number;
    };
