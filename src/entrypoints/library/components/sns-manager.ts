/** Messages to SNS topics: collected during an invocation, sent in as few requests as possible at its end. */

import type { SNSClient } from '@aws-sdk/client-sns';
import { awsErrorName, httpStatusOf } from '../../../adapters/shared/aws-errors.js';
import { RefusedError, SoswError } from '../../../domain/errors.js';
import type { EndsWithInvocation } from '../ends-with-invocation.js';
import { type HasStats, Stats, type StatValues } from '../stats.js';
import { booleanArgument, mapArgument, numberArgument, optionsArgument, textArgument } from '../argument.js';
import { MESSAGE_BYTES_MAX, type MessageGroup, MessageQueue, partsOf, SEPARATOR } from './sns-messages.js';

const CODE = 'sns.argument';
const QUEUED_MAX = 1000;
const QUEUED_BYTES_MAX = 8 * 1024 * 1024;

/** A FIFO topic would keep back what looks like a repeat, and wants a group for every message. */
const TOPIC = {
  pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
  expected: 'the ARN of a standard SNS topic',
};
const TOPIC_NAME = {
  pattern: /^[A-Za-z0-9_-]{1,256}$/,
  expected: 'a name of 1 to 256 letters, digits, "_" and "-"',
};
const SUBJECT = {
  pattern: /^(?! )[^\p{Cc}\u2028\u2029]{1,100}$/u,
  expected: '1 to 100 characters in one line, none a control character, the first no space',
};
const PROTOCOLS = 'http https email email-json sms sqs application lambda firehose'.split(' ');
const PROTOCOL = { pattern: new RegExp(`^(${PROTOCOLS.join('|')})$`), expected: `one of ${PROTOCOLS.join(', ')}` };

/** What `SnsManager` is set up with. */
export interface SnsManagerOptions {
  readonly config?: {
    /** ARN of the topic. */
    readonly recipient?: string;
    readonly subject?: string;
    /** How many messages wait at most; default 1000. One more sends them off first. */
    readonly max_queued?: number;
  };
  /** Made on first use if none is given. */
  readonly client?: SNSClient;
}

/** What a subscription is made of; `protocol` as SNS names it: `email`, `sqs`, `lambda`, … */
export interface SubscriptionRequest {
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
}

/**
 * Collects messages by recipient **and** subject and sends each group as one message, its parts divided by a blank line, cut between
 * parts where SNS's 256 KiB are full. `Worker` and `worker()` call `onInvocationEnd`, so nothing stays in memory when an invocation ends.
 *
 * A message arrives at least once: one whose answer was lost is sent again.
 *
 * @example
 * ```ts
 * const sns = new SnsManager({ config: { recipient: topicArn, subject: 'Import' } });
 * await sns.sendMessage('3 rows were skipped');
 * await sns.commit();
 * ```
 */
export class SnsManager implements HasStats, EndsWithInvocation {
  readonly #stats = new Stats();
  readonly #queue = new MessageQueue();
  readonly #queuedMax: number;
  #recipient: string | undefined;
  #subject: string | undefined;
  #client: SNSClient | undefined;
  /** Commits run one after the other: two of them would send the same messages. */
  #running: Promise<void> = Promise.resolve();

  /**
   * @param options - Recipient and subject to begin with, and the client to use.
   * @throws RefusedError `sns.argument` for a recipient or subject that SNS would not take.
   */
  constructor(options: SnsManagerOptions = {}) {
    optionsArgument(CODE, options);
    const { config = {}, client } = options;
    mapArgument({ code: CODE, path: 'config' }, config);
    const path = 'config.max_queued';
    this.#queuedMax = numberArgument({ code: CODE, path }, config.max_queued ?? QUEUED_MAX, {
      from: 1,
      to: 100_000,
      whole: true,
    });
    if (config.recipient !== undefined) this.setRecipient(config.recipient);
    if (config.subject !== undefined) this.setSubject(config.subject);
    this.#client = client;
  }

  /** How many messages wait to be sent. */
  get queued(): number {
    return this.#queue.size;
  }

  /**
   * Sets the topic of the messages that follow. Those that wait already go to the topic they were meant for.
   *
   * @param recipient - ARN of a standard topic.
   * @throws RefusedError `sns.argument` for anything else.
   */
  setRecipient(recipient: string): void {
    this.#recipient = textArgument({ code: CODE, path: 'recipient' }, recipient, TOPIC);
  }

  /**
   * Sets the subject of the messages that follow.
   *
   * @param subject - At most 100 characters in one line.
   * @throws RefusedError `sns.argument` for a subject that SNS would not take.
   */
  setSubject(subject: string): void {
    this.#subject = textArgument({ code: CODE, path: 'subject' }, subject, SUBJECT);
  }

  /**
   * Queues a message for the recipient that is set; the next `commit` sends it. When `max_queued` messages (or 8 MiB of them) wait
   * already, these are sent first.
   *
   * @param message - A text of at most 256 KiB, the subject counted in.
   * @param options - `subject` is that of this message and of those that follow; `forceCommit` sends everything at once.
   * @throws RefusedError `sns.argument` for a wrong argument, or where no recipient or subject was ever set.
   * @throws SoswError `sns.unavailable` (retryable) or `sns.refused` when something was sent and SNS did not take it.
   */
  async sendMessage(message: string, options: { subject?: string; forceCommit?: boolean } = {}): Promise<void> {
    optionsArgument(CODE, options);
    const forceCommit = booleanArgument({ code: CODE, path: 'forceCommit' }, options.forceCommit ?? false);
    textArgument({ code: CODE, path: 'message' }, message);
    const subject = textArgument({ code: CODE, path: 'subject' }, options.subject ?? this.#subject, SUBJECT);
    const recipient = textArgument({ code: CODE, path: 'recipient' }, this.#recipient, TOPIC);
    const bytes = Buffer.byteLength(message);
    refuseTooLarge(bytes + Buffer.byteLength(subject));
    this.#subject = subject;
    if (this.#queue.size >= this.#queuedMax || this.#queue.bytes + bytes > QUEUED_BYTES_MAX) await this.commit();
    this.#queue.add(recipient, subject, message);
    this.#stats.add('sns_messages_queued');
    if (forceCommit) await this.commit();
  }

  /**
   * Sends all messages that wait. A group that SNS does not take keeps no other back; its messages stay queued for the next commit.
   *
   * @throws SoswError `sns.unavailable` (retryable) or `sns.refused`, which say how many messages stay queued; SNS's error is its `cause`.
   */
  commit(): Promise<void> {
    const run = this.#running.then(() => this.#publishAll());
    this.#running = run.catch(() => {});
    return run;
  }

  /** The same as `commit`. */
  flush(): Promise<void> {
    return this.commit();
  }

  /** Called by `Worker` and `worker()`: the same as `commit`. */
  onInvocationEnd(): Promise<void> {
    return this.commit();
  }

  /**
   * Makes a topic; one of this name that exists is left as it is.
   *
   * @param name - 1 to 256 letters, digits, `_` and `-`.
   * @returns The topic's ARN.
   * @throws RefusedError `sns.argument` for another name; SoswError `sns.unavailable` (retryable) or `sns.refused`.
   */
  async createTopic(name: string): Promise<string> {
    textArgument({ code: CODE, path: 'name' }, name, TOPIC_NAME);
    const { CreateTopicCommand } = await import('@aws-sdk/client-sns');
    try {
      const { TopicArn = '' } = await (await this.#sns()).send(new CreateTopicCommand({ Name: name }));
      return TopicArn;
    } catch (error) {
      throw snsFailure(error, `the topic ${name} was not made`);
    }
  }

  /**
   * Subscribes an endpoint to a topic.
   *
   * @param request - The topic, the protocol in SNS's words, and where to send to.
   * @returns The subscription's ARN; `pending confirmation` where the endpoint must confirm it first, as an email address does.
   * @throws RefusedError `sns.argument` for a wrong argument; SoswError `sns.unavailable` (retryable) or `sns.refused`.
   */
  async createSubscription(request: SubscriptionRequest): Promise<string> {
    const { topicArn, protocol, endpoint } = mapArgument({ code: CODE, path: 'request' }, request);
    const input = {
      TopicArn: textArgument({ code: CODE, path: 'topicArn' }, topicArn, {
        ...TOPIC,
        pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?$/,
        expected: 'the ARN of an SNS topic',
      }),
      Protocol: textArgument({ code: CODE, path: 'protocol' }, protocol, PROTOCOL),
      Endpoint: textArgument({ code: CODE, path: 'endpoint' }, endpoint, { max: 2048 }),
    };
    const { SubscribeCommand } = await import('@aws-sdk/client-sns');
    try {
      const { SubscriptionArn = '' } = await (await this.#sns()).send(new SubscribeCommand(input));
      return SubscriptionArn;
    } catch (error) {
      throw snsFailure(error, 'the subscription was not made');
    }
  }

  /** `sns_messages_queued`, `sns_messages_sent`, `sns_requests` and `sns_requests_failed`. */
  getStats(): StatValues {
    return this.#stats.values;
  }

  /** Adds every counter to its `total_<name>` and begins it anew. */
  resetStats(): void {
    this.#stats.reset();
  }

  async #publishAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const group of this.#queue.groups()) {
      try {
        await this.#publish(group);
      } catch (error) {
        this.#stats.add('sns_requests_failed');
        failures.push(error);
      }
    }
    if (failures.length > 0)
      throw snsFailure(failures[0], `not all was sent, messages that stay queued: ${this.#queue.size}`);
  }

  async #publish(group: MessageGroup): Promise<void> {
    const { PublishCommand } = await import('@aws-sdk/client-sns');
    const client = await this.#sns();
    for (const part of partsOf(group)) {
      const { recipient, subject } = group;
      const command = new PublishCommand({ TopicArn: recipient, Subject: subject, Message: part.join(SEPARATOR) });
      this.#stats.add('sns_requests');
      await client.send(command);
      this.#queue.remove(group, part.length);
      this.#stats.add('sns_messages_sent', part.length);
    }
  }

  async #sns(): Promise<SNSClient> {
    const { SNSClient } = await import('@aws-sdk/client-sns');
    this.#client ??= new SNSClient({});
    return this.#client;
  }
}

function refuseTooLarge(bytes: number): void {
  if (bytes <= MESSAGE_BYTES_MAX) return;
  const expected = `at most ${MESSAGE_BYTES_MAX} bytes in UTF-8, its subject counted in`;
  throw new RefusedError(CODE, { path: 'message', expected, found: bytes });
}

/** Throttles and faults of the service pass by themselves; a denial or a missing topic does not. */
function snsFailure(error: unknown, what: string): SoswError {
  const name = awsErrorName(error);
  const status = httpStatusOf(error);
  const refused = status !== undefined && status < 500 && status !== 429 && !/Throttl/i.test(name);
  return new SoswError(refused ? 'sns.refused' : 'sns.unavailable', `SNS: ${what} (${name})`, {
    retryable: !refused,
    cause: error,
  });
}
