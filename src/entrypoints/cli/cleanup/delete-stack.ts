/** Deletes a stack and waits for its end: buckets are emptied first, since CloudFormation deletes only empty ones. */

import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import type { AwsAccount } from '../doctor/aws-account.js';
import { inNumbers } from '../wording.js';
import { emptyBucket } from './bucket.js';
import { BUCKET } from './kinds.js';
import { type Stack, statusOf } from './stack.js';

/** A function that still runs may write into a bucket that was just emptied. */
const ATTEMPTS_MAX = 3;
/** Functions in a private network alone may take twenty minutes. */
const WAIT_MS = 2_400_000;
const PAUSE_MS = 2000;
const TOLD_EVERY_MS = 20_000;

/** What CloudFormation says of the stack at the end: undefined where it is gone. `tell` hears of the progress. */
export async function deleteStack(
  account: AwsAccount,
  stack: Stack,
  tell: (text: string) => void,
): Promise<string | undefined> {
  const buckets = stack.resources.filter(({ type, isKept }) => type === BUCKET && !isKept);
  let reason = '';
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    for (const { id } of buckets) {
      const count = await emptyBucket(account, id);
      if (count > 0) tell(`emptied ${id}: ${inNumbers(count)} objects`);
    }
    tell(`deleting the stack ${stack.name}`);
    const { ask, formation } = account;
    await ask('cloudformation:DeleteStack', () => formation.send(new DeleteStackCommand({ StackName: stack.id })));
    const end = await ended(account, stack, tell);
    if (end === undefined) return undefined;
    reason = end;
    tell(`the stack ${stack.name} is not gone: ${reason}`);
  }
  return reason;
}

async function ended(account: AwsAccount, stack: Stack, tell: (text: string) => void): Promise<string | undefined> {
  const begun = performance.now();
  let told = begun;
  for (;;) {
    // First, since a stack keeps its old status for a moment after it was asked to go.
    await sleep(PAUSE_MS);
    const { status, reason } = await statusOf(account, stack.id);
    if (status === 'DELETE_COMPLETE') return undefined;
    const now = performance.now();
    if (status === 'DELETE_FAILED') return reason || status;
    if (now - begun > WAIT_MS) return `it is ${status} after ${Math.round(WAIT_MS / 60_000)} minutes`;
    if (now - told > TOLD_EVERY_MS) {
      told = now;
      tell(`  ${status}, ${Math.round((now - begun) / 1000)} s`);
    }
  }
}
