/** Publishes the reports of dead tasks to the topics of their labourers, ten in a request. */

import { PublishBatchCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Logger } from '../../application/ports/logger.js';
import type { DeadTaskReport, Notifier } from '../../application/ports/notifier.js';
import { awsErrorName } from '../shared/aws-errors.js';
import { groupedBy, inBatches } from '../shared/batches.js';

/** What PublishBatch takes, and one message too: 256 KiB. */
const BATCH = { count: 10, bytes: 262_144 } as const;
const SUBJECT_MAX = 100;
/** A standard topic: a FIFO topic would keep back what looks like a repeat. */
const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/;

interface Message {
  readonly report: DeadTaskReport;
  readonly subject: string;
  readonly text: string;
  readonly bytes: number;
}

export class SnsNotifier implements Notifier {
  readonly #client: SNSClient;
  readonly #logger: Logger | undefined;

  constructor({ client, logger }: { client: SNSClient; logger?: Logger }) {
    this.#client = client;
    this.#logger = logger;
  }

  /** `recipient` is the topic's ARN; the message is the report's body as JSON. False too for what SNS can't carry. */
  async report(reports: readonly DeadTaskReport[]): Promise<readonly boolean[]> {
    const arrived = new Set<DeadTaskReport>();
    for (const [topic, own] of groupedBy(reports, ({ target }) => target.recipient)) {
      for (const batch of inBatches(own.map(messageOf), BATCH, ({ bytes }) => bytes)) {
        for (const report of await this.#publish(topic, batch)) arrived.add(report);
      }
    }
    return reports.map((report) => arrived.has(report));
  }

  /** The reports of the batch that SNS has taken. */
  async #publish(topic: string | undefined, batch: readonly Message[]): Promise<readonly DeadTaskReport[]> {
    if (topic === undefined || !TOPIC_ARN.test(topic)) {
      return this.#lost(topic, batch.length, 'the recipient is no ARN of a standard topic');
    }
    const entries = batch.map(({ subject, text }, index) => ({ Id: String(index), Subject: subject, Message: text }));
    try {
      const command = new PublishBatchCommand({ TopicArn: topic, PublishBatchRequestEntries: entries });
      const { Successful = [], Failed = [] } = await this.#client.send(command);
      if (Failed.length > 0) this.#lost(topic, Failed.length, Failed[0]?.Code ?? 'unknown error');
      const taken = new Set(Successful.map(({ Id }) => Id));
      return batch.filter((_, index) => taken.has(String(index))).map(({ report }) => report);
    } catch (error) {
      return this.#lost(topic, batch.length, awsErrorName(error));
    }
  }

  #lost(recipient: string | undefined, reports: number, reason: string): readonly DeadTaskReport[] {
    this.#logger?.error('reports of dead tasks did not reach their topic', { recipient, reports, reason });
    return [];
  }
}

function messageOf(report: DeadTaskReport): Message {
  const subject = snsSubject(report.subject);
  const text = JSON.stringify(report.body);
  return { report, subject, text, bytes: Buffer.byteLength(subject) + Buffer.byteLength(text) };
}

/** What SNS takes as a subject: printable ASCII in one line of at most 100 characters, none of them a leading space. */
export function snsSubject(text: string): string {
  const printable = text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trim()
    .slice(0, SUBJECT_MAX);
  return printable === '' ? 'Dead task' : printable;
}
