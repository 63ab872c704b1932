/** What every Clock promises. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/application/ports/clock.js';

export interface OpenClock {
  readonly clock: Clock;
  /** Lets so many milliseconds pass. */
  pass(ms: number): Promise<void>;
  dispose(): Promise<void>;
}

export function clockContract(name: string, open: () => Promise<OpenClock>): void {
  describe(`Clock: ${name}`, () => {
    let opened: OpenClock;
    let clock: Clock;
    beforeEach(async () => {
      opened = await open();
      clock = opened.clock;
    });
    afterEach(() => opened.dispose());

    it('counts seconds since 1970 with their fraction', async () => {
      const readings = [clock.now()];
      for (let reading = 1; reading < 5; reading++) {
        await opened.pass(3);
        readings.push(clock.now());
      }
      expect(readings[0]).toBeGreaterThan(1e9);
      expect(readings[0]).toBeLessThan(1e11);
      expect(readings.some((reading) => reading !== Math.floor(reading))).toBe(true);
    });

    it('shows on both clocks what has passed', async () => {
      const [now, monotonic] = [clock.now(), clock.monotonic()];
      await opened.pass(50);
      expect(clock.now() - now).toBeGreaterThan(0.045);
      expect(clock.monotonic() - monotonic).toBeGreaterThan(45);
    });

    it('sleeps until the time is over, and not less', async () => {
      const before = clock.monotonic();
      let wokeAt: number | undefined;
      const sleeping = clock.sleep(40).then(() => {
        wokeAt = clock.monotonic();
      });
      await opened.pass(20);
      expect(wokeAt).toBeUndefined();
      await opened.pass(40);
      await sleeping;
      expect((wokeAt ?? 0) - before).toBeGreaterThanOrEqual(40);
    });

    it('wakes the shorter sleep first', async () => {
      const woken: number[] = [];
      const sleeps = [60, 20, 40].map((ms) => clock.sleep(ms).then(() => woken.push(ms)));
      await opened.pass(100);
      await Promise.all(sleeps);
      expect(woken).toEqual([20, 40, 60]);
    });

    it.each([0, -5])('does not sleep at all for %d ms', async (ms) => {
      await clock.sleep(ms);
    });

    it('ends a sleep without a rejection when its signal aborts', async () => {
      const abort = new AbortController();
      const sleeping = clock.sleep(1_000_000, abort.signal);
      abort.abort(new Error('no matter what'));
      await expect(sleeping).resolves.toBeUndefined();
      await expect(clock.sleep(1_000_000, abort.signal)).resolves.toBeUndefined();
    });

    it('leaves no listener on a signal that outlives the sleep', async () => {
      const listeners = new Set<unknown>();
      const signal = {
        aborted: false,
        addEventListener: (_type: string, listener: unknown) => void listeners.add(listener),
        removeEventListener: (_type: string, listener: unknown) => void listeners.delete(listener),
      } as unknown as AbortSignal;
      const sleeping = clock.sleep(10, signal);
      await opened.pass(20);
      await sleeping;
      expect(listeners.size).toBe(0);
    });
  });
}
