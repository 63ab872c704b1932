/** A worker that takes two seconds and tells when it ran, by its own clock. */

import { setTimeout as sleep } from 'node:timers/promises';

export async function handler() {
  const startedMs = performance.timeOrigin + performance.now();
  await sleep(2000);
  return { startedMs, endedMs: performance.timeOrigin + performance.now() };
}
