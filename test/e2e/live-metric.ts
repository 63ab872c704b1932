/** A metric that always has a fresh value, as that of a database would. */

import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { awsClientConfig } from '../support/aws/ministack.js';

const EVERY_MS = 5000;

export class LiveMetric {
  readonly #client: CloudWatchClient;
  readonly #timer: NodeJS.Timeout;
  #value: number;

  constructor(endpoint: string, value: number) {
    this.#client = new CloudWatchClient(awsClientConfig(endpoint));
    this.#value = value;
    this.#timer = setInterval(() => void this.#put(), EVERY_MS);
  }

  async set(value: number): Promise<void> {
    this.#value = value;
    await this.#put();
  }

  async #put(): Promise<void> {
    const MetricData = [{ MetricName: 'Load', Value: this.#value, Timestamp: new Date() }];
    await this.#client.send(new PutMetricDataCommand({ Namespace: 'e2e', MetricData })).catch(() => {});
  }

  close(): void {
    clearInterval(this.#timer);
    this.#client.destroy();
  }
}
