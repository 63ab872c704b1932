/** A queue on the emulator, which shows what a topic sent: by SQS' JSON protocol, so that no client of it must be installed. */

import { ACCOUNT, assertLoopback, REGION } from './ministack.js';

export interface Queue {
  readonly arn: string;
  /** Bodies of all messages up to now, oldest first. */
  received(): Promise<readonly string[]>;
}

export async function openQueue(endpoint: string, name: string): Promise<Queue> {
  assertLoopback(endpoint);
  const call = async (action: string, input: object) => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
      body: JSON.stringify(input),
    });
    if (!answer.ok) throw new Error(`${action}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return text === '' ? {} : JSON.parse(text);
  };
  const { QueueUrl } = await call('CreateQueue', { QueueName: name, Attributes: { VisibilityTimeout: '3600' } });
  const bodies: string[] = [];
  return {
    arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`,
    async received() {
      for (;;) {
        const { Messages = [] } = await call('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
        if (Messages.length === 0) return [...bodies];
        for (const { Body } of Messages) bodies.push(Body);
      }
    },
  };
}
