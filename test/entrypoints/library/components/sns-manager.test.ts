import { randomUUID } from 'node:crypto';
import { CreateTopicCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endingInvocation } from '../../../../src/entrypoints/library/ends-with-invocation.js';
import { SnsManager } from '../../../../src/entrypoints/library/components/sns-manager.js';
import { type Fault, injectFaults, type SentCommand } from '../../../support/aws/fault-middleware.js';
import { awsClientConfig, type Ministack, skipsE2e, startMinistack } from '../../../support/aws/ministack.js';
import { openQueue } from '../../../support/aws/sqs-queue.js';

const TOPIC = 'arn:aws:sns:us-west-2:000000000000:news';
const OTHER = 'arn:aws:sns:us-west-2:000000000000:others';

describe.skipIf(skipsE2e)('SnsManager on the emulator', () => {
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

  it('makes a topic, subscribes to it, and sends what was collected as one message a subject', async () => {
    const sns = new SnsManager({ client });
    const name = `news-${randomUUID()}`;
    const queue = await openQueue(ministack.endpoint, name);
    const topicArn = await sns.createTopic(name);
    expect(await sns.createTopic(name)).toBe(topicArn);
    const request = { topicArn, protocol: 'sqs', endpoint: queue.arn };
    expect(await sns.createSubscription(request)).toContain(topicArn);

    sns.setRecipient(topicArn);
    await sns.sendMessage('one', { subject: 'Numbers' });
    await sns.sendMessage('two');
    await sns.sendMessage('a', { subject: 'Letters' });
    await sns.sendMessage('three', { subject: 'Numbers' });
    expect(await queue.received()).toEqual([]);
    await sns.onInvocationEnd();
    const received = (await queue.received()).map((text) => JSON.parse(text));
    expect(received.map(({ Subject, Message }) => [Subject, Message])).toEqual([
      ['Numbers', 'one\n\ntwo\n\nthree'],
      ['Letters', 'a'],
    ]);
    expect(sns.queued).toBe(0);
    expect(sns.getStats()).toEqual({ sns_messages_queued: 4, sns_requests: 2, sns_messages_sent: 4 });
  });

  it('says that a topic is missing, and keeps the message', async () => {
    const sns = new SnsManager({ client, config: { recipient: TOPIC, subject: 'Lost' } });
    await sns.sendMessage('one');
    await expect(sns.commit()).rejects.toMatchObject({
      code: 'sns.refused',
      retryable: false,
      message: expect.stringContaining('messages that stay queued: 1 (NotFoundException)'),
      cause: expect.objectContaining({ name: 'NotFoundException' }),
    });
    await client.send(new CreateTopicCommand({ Name: 'news' }));
    await sns.commit();
    expect(sns.queued).toBe(0);
  });
});

describe('SnsManager', () => {
  function opened(answer: (request: PublishCommandInput, command: SentCommand) => Fault = () => ({ answer: {} })) {
    const client = new SNSClient({ ...awsClientConfig('http://127.0.0.1:1'), maxAttempts: 1 });
    const requests: PublishCommandInput[] = [];
    injectFaults(client, (command) => {
      const request = command.input as PublishCommandInput;
      requests.push(request);
      return answer(request, command);
    });
    const sns = new SnsManager({ client, config: { recipient: TOPIC, subject: 'News' } });
    return { sns, client, requests };
  }

  it('keeps messages of several recipients apart, and sends none when the recipient changes', async () => {
    const { sns, requests } = opened();
    await sns.sendMessage('one');
    sns.setRecipient(OTHER);
    await sns.sendMessage('two');
    sns.setRecipient(TOPIC);
    await sns.sendMessage('three');
    expect(requests).toEqual([]);
    await sns.commit();
    expect(requests).toEqual([
      { TopicArn: TOPIC, Subject: 'News', Message: 'one\n\nthree' },
      { TopicArn: OTHER, Subject: 'News', Message: 'two' },
    ]);
  });

  it('sends at once when it is told so, and nothing when nothing waits', async () => {
    const { sns, requests } = opened();
    await sns.commit();
    expect(requests).toEqual([]);
    await sns.sendMessage('now', { forceCommit: true });
    expect(requests).toHaveLength(1);
  });

  it('cuts between messages where 256 KiB are full, to the byte', async () => {
    const { sns, requests } = opened();
    const room = 262_144 - Buffer.byteLength('News');
    // A third of the room each in UTF-8, so that two and their separator leave just what the third needs, or a byte less.
    const first = '€'.repeat(30_000);
    const exact = 'x'.repeat(room - Buffer.byteLength(first) - 2);
    await sns.sendMessage(first);
    await sns.sendMessage(exact);
    await sns.commit();
    expect(requests.map(({ Message }) => Buffer.byteLength(Message ?? ''))).toEqual([room]);
    requests.length = 0;
    await sns.sendMessage(first);
    await sns.sendMessage(`${exact}x`);
    await sns.commit();
    expect(requests.map(({ Message }) => Message)).toEqual([first, `${exact}x`]);
  });

  it('takes one message of 256 KiB with its subject, and refuses one of a byte more', async () => {
    const { sns, requests } = opened();
    await sns.sendMessage('x'.repeat(262_140), { forceCommit: true });
    expect(requests).toHaveLength(1);
    await expect(sns.sendMessage('x'.repeat(262_141))).rejects.toMatchObject({ code: 'sns.argument', path: 'message' });
    expect(sns.queued).toBe(0);
  });

  it.each<[Fault, string, boolean]>([
    ['throttle', 'sns.unavailable', true],
    ['unavailable', 'sns.unavailable', true],
    ['unreachable', 'sns.unavailable', true],
    ['lost-answer', 'sns.unavailable', true],
    ['refuse', 'sns.refused', false],
  ])(
    'keeps the messages of a request that meets “%s”, says how many, and sends them next time',
    async (fault, code, retryable) => {
      let isDown = true;
      const { sns, requests } = opened((request) => (isDown && request.TopicArn === TOPIC ? fault : { answer: {} }));
      await sns.sendMessage('one');
      await sns.sendMessage('two');
      sns.setRecipient(OTHER);
      await sns.sendMessage('others');
      const failure = await sns.commit().catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code,
        retryable,
        message: expect.stringContaining('messages that stay queued: 2'),
      });
      expect(failure).toHaveProperty('cause');
      expect(String(failure)).not.toContain('one');
      isDown = false;
      requests.length = 0;
      await sns.commit();
      expect(requests.map(({ TopicArn, Message }) => [TopicArn, Message])).toEqual([[TOPIC, 'one\n\ntwo']]);
      expect(sns.getStats()).toMatchObject({ sns_requests_failed: 1, sns_messages_sent: 3 });
    },
  );

  it('does not send a part again that SNS took before another one failed', async () => {
    const { sns, requests } = opened((_, { nth }) => (nth === 2 ? 'throttle' : { answer: {} }));
    const large = (letter: string) => letter.repeat(200_000);
    for (const letter of ['a', 'b', 'c']) await sns.sendMessage(large(letter));
    await expect(sns.commit()).rejects.toMatchObject({ message: expect.stringContaining('queued: 2') });
    await sns.commit();
    expect(requests.map(({ Message }) => Message?.[0])).toEqual(['a', 'b', 'b', 'c']);
  });

  it('sends no message twice where two commits run at once', async () => {
    const { sns, requests } = opened();
    await sns.sendMessage('one');
    await Promise.all([sns.commit(), sns.flush(), sns.onInvocationEnd()]);
    expect(requests).toHaveLength(1);
  });

  it('holds no more than its bound: the next message sends the others off, or is not taken', async () => {
    let isDown = false;
    const { client, requests } = opened(() => (isDown ? 'throttle' : { answer: {} }));
    const config = { recipient: TOPIC, subject: 'News', max_queued: 2 };
    const sns = new SnsManager({ client, config });
    for (const message of ['1', '2', '3', '4']) await sns.sendMessage(message);
    expect(requests.map(({ Message }) => Message)).toEqual(['1\n\n2']);
    isDown = true;
    await expect(sns.sendMessage('5')).rejects.toMatchObject({ code: 'sns.unavailable' });
    expect(sns.queued).toBe(2);
  });

  it('holds no more than 8 MiB', async () => {
    const { sns, requests } = opened();
    for (let count = 0; count < 40; count++) await sns.sendMessage('x'.repeat(204_800));
    expect(requests).toHaveLength(0);
    await sns.sendMessage('x'.repeat(204_800));
    expect(sns.queued).toBe(1);
  });

  it('sends what waits at the end of an invocation', async () => {
    const { sns, requests } = opened();
    const nothingLost = () => expect.unreachable();
    await endingInvocation(
      () => [undefined, {}, sns],
      () => sns.sendMessage('one'),
      nothingLost,
    );
    expect(requests).toHaveLength(1);
  });

  it('keeps totals over a reset', async () => {
    const { sns } = opened();
    await sns.sendMessage('one');
    sns.resetStats();
    expect(sns.getStats()).toEqual({ total_sns_messages_queued: 1 });
  });

  describe('refuses', () => {
    const refused = (path: string, found = '') => ({
      code: 'sns.argument',
      path,
      message: expect.stringContaining(found),
    });

    it.each([5, '', 'someone@example.com', `${TOPIC}.fifo`, 'arn:aws:sqs:us-west-2:000000000000:news', null])(
      'the recipient %j',
      (recipient) => {
        expect(() => opened().sns.setRecipient(recipient as string)).toThrow(
          expect.objectContaining(refused('recipient', 'expected the ARN of a standard SNS topic')),
        );
      },
    );

    it.each(['', 'x'.repeat(101), 'two\nlines', 'bell\u0007', ' space', 5])('the subject %j', async (subject) => {
      const { sns } = opened();
      expect(() => sns.setSubject(subject as string)).toThrow(expect.objectContaining(refused('subject')));
      const sent = sns.sendMessage('one', { subject: subject as string });
      await expect(sent).rejects.toMatchObject(refused('subject'));
      expect(sns.queued).toBe(0);
    });

    it.each([
      [undefined, 'nothing'],
      ['', 'a text'],
      [5, 'a number'],
      [{}, 'a map'],
    ])('the message %j, told by its kind', async (message, kind) => {
      await expect(opened().sns.sendMessage(message as string)).rejects.toMatchObject(refused('message', kind));
    });

    it('a message without recipient or subject', async () => {
      await expect(new SnsManager().sendMessage('one', { subject: 's' })).rejects.toMatchObject(refused('recipient'));
      const sns = new SnsManager({ config: { recipient: TOPIC } });
      await expect(sns.sendMessage('one')).rejects.toMatchObject(refused('subject'));
    });

    it.each([
      ['forceCommit', { forceCommit: 'false' }],
      ['options', []],
    ])('a wrong %s', async (path, options) => {
      await expect(opened().sns.sendMessage('one', options as object)).rejects.toMatchObject(refused(path));
    });

    it.each([
      ['config', { config: [] }],
      ['config.max_queued', { config: { max_queued: Number.NaN } }],
      ['config.max_queued', { config: { max_queued: 0 } }],
      ['options', 5],
    ])('a wrong %s to be set up with', (path, options) => {
      expect(() => new SnsManager(options as object)).toThrow(expect.objectContaining(refused(path)));
    });

    it.each(['', 'a b', 'x'.repeat(257), 5, 'news.fifo'])('the topic name %j', async (name) => {
      await expect(opened().sns.createTopic(name as string)).rejects.toMatchObject(refused('name'));
    });

    it.each([
      ['topicArn', { topicArn: 'news', protocol: 'sqs', endpoint: 'e' }],
      ['protocol', { topicArn: TOPIC, protocol: 'smoke', endpoint: 'e' }],
      ['endpoint', { topicArn: TOPIC, protocol: 'sqs', endpoint: '' }],
      ['request', undefined],
    ])('a subscription with a wrong %s', async (path, request) => {
      await expect(opened().sns.createSubscription(request as never)).rejects.toMatchObject(refused(path));
    });
  });
});
