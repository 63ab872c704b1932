import { randomUUID } from 'node:crypto';
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  type PublishBatchCommandInput,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import { SnsNotifier, snsSubject } from '../../../src/adapters/sns/sns-notifier.js';
import type { DeadTaskReport, Notifier } from '../../../src/application/ports/notifier.js';
import { aReport, notifierContract } from '../../contracts/notifier.contract.js';
import { type Fault, injectFaults } from '../../support/aws/fault-middleware.js';
import { awsClientConfig, type Ministack, skipsE2e, startMinistack } from '../../support/aws/ministack.js';
import { openQueue } from '../../support/aws/sqs-queue.js';

const to = (recipient: string, report: DeadTaskReport): DeadTaskReport => ({ ...report, target: { recipient } });

const notifying = (notifier: Notifier, topic: string): Notifier => ({
  report: (reports) => notifier.report(reports.map((report) => to(topic, report))),
});

describe.skipIf(skipsE2e)('on the emulator', () => {
  let ministack: Ministack;
  let client: SNSClient;
  beforeAll(async () => {
    ministack = await startMinistack();
    client = new SNSClient(awsClientConfig(ministack.endpoint));
  });
  afterAll(async () => {
    client.destroy();
    await ministack.stop();
  });

  notifierContract('SNS', async () => {
    const name = `dead-${randomUUID()}`;
    const queue = await openQueue(ministack.endpoint, name);
    const { TopicArn = '' } = await client.send(new CreateTopicCommand({ Name: name }));
    await client.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn }));
    const remove = () => client.send(new DeleteTopicCommand({ TopicArn }));
    return {
      notifier: notifying(new SnsNotifier({ client }), TopicArn),
      arrived: async () =>
        (await queue.received()).map((text) => {
          const { Subject, Message } = JSON.parse(text);
          return { subject: Subject, body: JSON.parse(Message) };
        }),
      fail: async () => void (await remove()),
      dispose: async () => void (await remove()),
    };
  });
});

describe('SnsNotifier without a service', () => {
  const TOPIC = 'arn:aws:sns:us-west-2:000000000000:dead';
  const OTHER = 'arn:aws:sns:us-west-2:000000000000:others';

  function opened(answer: (request: PublishBatchCommandInput) => Fault) {
    const client = new SNSClient({ ...awsClientConfig('http://127.0.0.1:1'), maxAttempts: 1 });
    const requests: PublishBatchCommandInput[] = [];
    injectFaults(client, ({ input }) => {
      const request = input as PublishBatchCommandInput;
      requests.push(request);
      return answer(request);
    });
    const logger = new MemoryLogger();
    return { notifier: new SnsNotifier({ client, logger }), requests, logger };
  }

  const all = ({ PublishBatchRequestEntries = [] }: PublishBatchCommandInput): Fault => ({
    answer: { Successful: PublishBatchRequestEntries.map(({ Id }) => ({ Id })) },
  });
  const sizes = (requests: readonly PublishBatchCommandInput[]) =>
    requests.map(({ TopicArn, PublishBatchRequestEntries }) => [TopicArn, PublishBatchRequestEntries?.length]);

  it('publishes ten a request, each topic its own', async () => {
    const { notifier, requests } = opened(all);
    const reports = Array.from({ length: 30 }, (_, index) => to(index % 3 === 0 ? OTHER : TOPIC, aReport(index)));
    expect(await notifier.report(reports)).toEqual(Array(30).fill(true));
    expect(sizes(requests)).toEqual([
      [OTHER, 10],
      [TOPIC, 10],
      [TOPIC, 10],
    ]);
  });

  it('keeps a request within 256 KiB', async () => {
    const { notifier, requests } = opened(all);
    const large = (index: number): DeadTaskReport => ({
      ...to(TOPIC, aReport(index)),
      body: { text: '€'.repeat(30_000) },
    });
    expect(await notifier.report([1, 2, 3, 4, 5].map(large))).toEqual(Array(5).fill(true));
    expect(sizes(requests)).toEqual([
      [TOPIC, 2],
      [TOPIC, 2],
      [TOPIC, 1],
    ]);
  });

  it('answers false for the entries that SNS did not take, and says why in the log, without the report', async () => {
    const { notifier, logger } = opened(() => ({
      answer: { Successful: [{ Id: '2' }, { Id: '0' }], Failed: [{ Id: '1', Code: 'InternalError' }] },
    }));
    const reports = [1, 2, 3].map((index) => to(TOPIC, aReport(index)));
    expect(await notifier.report(reports)).toEqual([true, false, true]);
    expect(logger.entries.map(({ context }) => context)).toEqual([
      { recipient: TOPIC, reports: 1, reason: 'InternalError' },
    ]);
  });

  it.each<Fault>(['throttle', 'refuse', 'unavailable', 'unreachable', 'lost-answer'])(
    'answers false for a request that meets “%s”, and goes on with the next',
    async (fault) => {
      const { notifier } = opened((request) => (request.TopicArn === OTHER ? fault : all(request)));
      expect(await notifier.report([to(OTHER, aReport(1)), to(TOPIC, aReport(2))])).toEqual([false, true]);
    },
  );

  it.each(['someone@example.com', `${TOPIC}.fifo`, 'arn:aws:sqs:us-west-2:000000000000:dead', ''])(
    'sends nothing to %j, which is no standard topic',
    async (recipient) => {
      const { notifier, requests } = opened(all);
      expect(await notifier.report([to(recipient, aReport(1)), { ...aReport(2), target: {} }])).toEqual([false, false]);
      expect(requests).toEqual([]);
    },
  );

  it.each([
    ['Dead: 3 tasks', 'Dead: 3 tasks'],
    ['two\r\nlines\tand\u0007 bell', 'two lines and bell'],
    ['größer 😀 als', 'gr??er ? als'],
    ['  ', 'Dead task'],
    ['x'.repeat(120), 'x'.repeat(100)],
  ])('makes of %j a subject that SNS takes', (text, subject) => {
    expect(snsSubject(text)).toBe(subject);
  });
});
