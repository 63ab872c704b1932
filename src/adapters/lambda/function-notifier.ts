/** Hands the reports of dead tasks to functions of the user's own, `notify_function`. */

import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Logger } from '../../application/ports/logger.js';
import type { DeadTaskReport, Notifier } from '../../application/ports/notifier.js';
import { groupedBy, inBatches } from '../shared/batches.js';
import { invokeEvent } from './invoke-event.js';

/** Many enough that a mass of dead tasks costs few invocations, few enough for a function that posts each somewhere. */
const BATCH = { count: 100, bytes: 262_144 } as const;

/** One report in the event `{"reports": [...]}`. */
const entryOf = ({ subject, body }: DeadTaskReport) => ({ subject, body });

export class FunctionNotifier implements Notifier {
  readonly #client: LambdaClient;
  readonly #logger: Logger | undefined;

  /** The client is made with `lambdaClientOptions`. */
  constructor({ client, logger }: { client: LambdaClient; logger?: Logger }) {
    this.#client = client;
    this.#logger = logger;
  }

  /**
   * Invokes each report's `notifyFunction` with `{"reports": [{"subject", "body"}]}`, asynchronously. True once Lambda has
   * queued the event: it then repeats by itself where the function fails.
   */
  async report(reports: readonly DeadTaskReport[]): Promise<readonly boolean[]> {
    const arrived = new Set<DeadTaskReport>();
    const byFunction = groupedBy(reports, ({ target }) => target.notifyFunction);
    for (const [functionName, own] of byFunction) {
      for (const batch of inBatches(own, BATCH, (report) => Buffer.byteLength(JSON.stringify(entryOf(report))))) {
        if (functionName === undefined || !(await this.#handOver(functionName, batch))) continue;
        for (const report of batch) arrived.add(report);
      }
    }
    return reports.map((report) => arrived.has(report));
  }

  async #handOver(functionName: string, batch: readonly DeadTaskReport[]): Promise<boolean> {
    const invoked = await invokeEvent(this.#client, functionName, { reports: batch.map(entryOf) });
    if (invoked.outcome === 'accepted') return true;
    const { reason } = invoked;
    this.#logger?.error('reports of dead tasks did not reach their function', { reports: batch.length, reason });
    return false;
  }
}
