/** Metrics of labourers as CloudWatch takes them from a function's log (EMF): no request is made for them. */

import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { LabourerId } from '../../domain/ids.js';

export class PowertoolsMetrics {
  readonly #metrics: Metrics;

  /** Dimensions are `service` and `labourer`. */
  constructor({ namespace, serviceName }: { readonly namespace: string; readonly serviceName: string }) {
    this.#metrics = new Metrics({ namespace, serviceName });
  }

  /** One line of the log for all values of a labourer; nothing for none. Ages are in seconds, all else are counts. */
  publish(labourerId: LabourerId, values: ReadonlyMap<string, number>): void {
    if (values.size === 0) return;
    this.#metrics.addDimension('labourer', labourerId);
    for (const [name, value] of values) {
      this.#metrics.addMetric(name, name.endsWith('Age') ? MetricUnit.Seconds : MetricUnit.Count, value);
    }
    this.#metrics.publishStoredMetrics();
  }
}
