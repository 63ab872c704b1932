/** Sends each report where its labourer wants it: to a topic, to a function, to both. */

import type { DeadTaskReport, Notifier } from '../../application/ports/notifier.js';

export interface TargetedNotifierParts {
  readonly topic: Notifier;
  readonly function: Notifier;
  readonly withoutTarget?: boolean;
}

export class TargetedNotifier implements Notifier {
  readonly #topic: Notifier;
  readonly #function: Notifier;
  readonly #withoutTarget: boolean;

  /** `withoutTarget` is the answer for reports that are meant for nobody: true, done; false, another essential may know for whom. */
  constructor({ topic, function: notifyFunction, withoutTarget = true }: TargetedNotifierParts) {
    this.#topic = topic;
    this.#function = notifyFunction;
    this.#withoutTarget = withoutTarget;
  }

  /**
   * True where every target of the report has it; a report to two targets of which one failed goes to both again.
   */
  async report(reports: readonly DeadTaskReport[]): Promise<readonly boolean[]> {
    const [byTopic, byFunction] = await Promise.all([
      sentThrough(this.#topic, reports, ({ target }) => target.recipient !== undefined),
      sentThrough(this.#function, reports, ({ target }) => target.notifyFunction !== undefined),
    ]);
    return reports.map((report) =>
      byTopic.has(report) || byFunction.has(report)
        ? !(byTopic.get(report) === false || byFunction.get(report) === false)
        : this.#withoutTarget,
    );
  }
}

async function sentThrough(
  notifier: Notifier,
  reports: readonly DeadTaskReport[],
  isMeant: (report: DeadTaskReport) => boolean,
): Promise<ReadonlyMap<DeadTaskReport, boolean>> {
  const meant = reports.filter(isMeant);
  if (meant.length === 0) return new Map();
  const arrived = await notifier.report(meant);
  return new Map(meant.map((report, index) => [report, arrived[index] ?? false]));
}
