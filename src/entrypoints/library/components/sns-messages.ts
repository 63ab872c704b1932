/** Messages that wait to be published: kept by recipient and subject, joined, and cut to what SNS takes. */

import { inBatches } from '../../../adapters/shared/batches.js';

/** SNS's limit of one message, 256 KiB in UTF-8, its subject counted in. */
export const MESSAGE_BYTES_MAX = 262_144;

/** Between two messages that are sent as one: a blank line. */
export const SEPARATOR = '\n\n';

export interface MessageGroup {
  readonly recipient: string;
  readonly subject: string;
  /** Oldest first. */
  readonly messages: string[];
}

export class MessageQueue {
  readonly #groups = new Map<string, MessageGroup>();
  #messages = 0;
  #bytes = 0;

  get size(): number {
    return this.#messages;
  }

  /** Bytes of all messages in UTF-8. */
  get bytes(): number {
    return this.#bytes;
  }

  /** In the order in which the groups got their first message. */
  groups(): readonly MessageGroup[] {
    return [...this.#groups.values()];
  }

  add(recipient: string, subject: string, message: string): void {
    const key = JSON.stringify([recipient, subject]);
    const group = this.#groups.get(key) ?? { recipient, subject, messages: [] };
    this.#groups.set(key, group);
    group.messages.push(message);
    this.#messages++;
    this.#bytes += Buffer.byteLength(message);
  }

  /** Forgets a group's oldest messages, and the group with the last of them. */
  remove(group: MessageGroup, count: number): void {
    const removed = group.messages.splice(0, count);
    this.#messages -= removed.length;
    this.#bytes -= removed.reduce((sum, message) => sum + Buffer.byteLength(message), 0);
    if (group.messages.length === 0) this.#groups.delete(JSON.stringify([group.recipient, group.subject]));
  }
}

/** The group's messages in as few parts as SNS's limit allows, each of whole messages. */
export function partsOf({ subject, messages }: MessageGroup): readonly (readonly string[])[] {
  const separator = Buffer.byteLength(SEPARATOR);
  // A part has one separator less than messages.
  const bytes = MESSAGE_BYTES_MAX - Buffer.byteLength(subject) + separator;
  const limits = { count: Number.POSITIVE_INFINITY, bytes };
  return inBatches(messages, limits, (message) => Buffer.byteLength(message) + separator);
}
