/** Reports that tests can look at. */

import type { DeadTaskReport, Notifier } from '../../application/ports/notifier.js';

export class MemoryNotifier implements Notifier {
  /** What arrived, oldest first. */
  readonly reports: DeadTaskReport[] = [];
  /** Set it to say which reports do not arrive. */
  arrives: (report: DeadTaskReport) => boolean = () => true;

  async report(reports: readonly DeadTaskReport[]): Promise<readonly boolean[]> {
    return reports.map((report) => {
      const arrived = this.arrives(report);
      if (arrived) this.reports.push(report);
      return arrived;
    });
  }
}
