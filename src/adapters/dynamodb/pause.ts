/** Growing, jittered pauses between repeated requests. */

import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds: longer than the transaction that is in the way takes. */
const BASE = 20;
const LONGEST = 1000;

/** Waits before try number `tries` (from 1): full jitter over a span that doubles. */
export const pause = (tries: number): Promise<void> => delay(Math.random() * Math.min(LONGEST, BASE * 2 ** tries));
