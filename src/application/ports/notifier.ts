/** Tells people of tasks that ended dead. */

import type { ReportTarget } from '../../domain/labourer.js';
import type { JsonObject } from '../../domain/task.js';

export interface DeadTaskReport {
  readonly target: ReportTarget;
  /** Subject in one line, at most 100 characters. */
  readonly subject: string;
  /** Labourer, task id, job id, attempts, last error, payload (cut), instants: everything an operator needs. */
  readonly body: JsonObject;
}

export interface Notifier {
  /**
   * Sends the reports, batched as the technology allows, before it returns. One answer for each, in their order: false where it
   * may not have arrived; it is then sent again with the next pass (at least once). Never rejects.
   */
  report(reports: readonly DeadTaskReport[]): Promise<readonly boolean[]>;
}
