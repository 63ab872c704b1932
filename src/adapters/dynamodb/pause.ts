/** Growing, jittered pauses between repeated requests. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Chance } from '../../application/ports/chance.js';
import type { Clock } from '../../application/ports/clock.js';

/** Milliseconds: longer than the transaction that is in the way takes. */
const BASE = 20;
const LONGEST = 1000;

/** What pauses are made of. */
export interface Pauses {
  readonly clock: Clock;
  /** Keeps those who met each other from meeting again. */
  readonly chance: Chance;
}

/** What requests that may have to be sent again are sent with. */
export interface SendingParts extends Pauses {
  readonly client: DynamoDBClient;
}

/** Waits before try number `tries` (from 1): full jitter over a span that doubles. */
export const pause = (tries: number, { clock, chance }: Pauses): Promise<void> =>
  clock.sleep(chance.next() * Math.min(LONGEST, BASE * 2 ** tries));
