import { expect, it, vi } from 'vitest';
import { SystemClock } from '../../../src/adapters/system/system-clock.js';
import { clockContract } from '../../contracts/clock.contract.js';

clockContract('system', async () => ({
  clock: new SystemClock(),
  pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  dispose: async () => {},
}));

it('sleeps longer than a timer of Node can', async () => {
  vi.useFakeTimers();
  try {
    let isAwake = false;
    const sleeping = new SystemClock().sleep(3_000_000_000).then(() => {
      isAwake = true;
    });
    await vi.advanceTimersByTimeAsync(2_999_999_999);
    expect(isAwake).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await sleeping;
  } finally {
    vi.useRealTimers();
  }
});
