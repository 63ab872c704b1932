import { describe, expect, it } from 'vitest';
import { SimulatedClock } from '../../../src/adapters/memory/simulated-clock.js';
import { clockContract } from '../../contracts/clock.contract.js';

const START = 1_700_000_000;

clockContract('simulated', async () => {
  const clock = new SimulatedClock(START);
  return { clock, pass: (ms) => clock.advance(ms), dispose: async () => {} };
});

describe('SimulatedClock', () => {
  it('stands still until it is advanced', async () => {
    const clock = new SimulatedClock(START);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clock.now()).toBe(START);
    expect(clock.monotonic()).toBe(0);
    await clock.advance(1500);
    expect(clock.now()).toBe(START + 1.5);
    expect(clock.monotonic()).toBe(1500);
  });

  it('shows each sleeper the instant of its own waking', async () => {
    const clock = new SimulatedClock(START);
    const seen: number[] = [];
    for (const ms of [3000, 1000, 2000]) void clock.sleep(ms).then(() => seen.push(clock.now()));
    await clock.advance(10_000);
    expect(seen).toEqual([START + 1, START + 2, START + 3]);
    expect(clock.now()).toBe(START + 10);
  });

  it('wakes sleepers of one instant in the order of their falling asleep, each when the one before waits again', async () => {
    const clock = new SimulatedClock(START);
    const trace: string[] = [];
    const actor = async (name: string) => {
      await clock.sleep(1000);
      trace.push(`${name} wakes`);
      await Promise.resolve().then(() => Promise.resolve());
      await new Promise((resolve) => queueMicrotask(() => resolve(undefined)));
      trace.push(`${name} waits`);
    };
    for (const name of ['b', 'a', 'c']) void actor(name);
    await clock.advance(1000);
    expect(trace).toEqual(['b wakes', 'b waits', 'a wakes', 'a waits', 'c wakes', 'c waits']);
  });

  it('lets those wake within an advance who fell asleep within it', async () => {
    const clock = new SimulatedClock(START);
    let ticks = 0;
    const ticking = (async () => {
      for (; ticks < 60; ticks++) await clock.sleep(1000);
    })();
    await clock.advance(59_999);
    expect(ticks).toBe(59);
    await clock.advance(1);
    expect(ticks).toBe(60);
    await ticking;
  });

  it('waits for work that has not come to its sleep yet', async () => {
    const clock = new SimulatedClock(START);
    const work = Promise.resolve()
      .then(() => Promise.resolve())
      .then(() => clock.sleep(5));
    await clock.advance(5);
    await work;
  });

  it('keeps lengths of time when the wall clock is set', async () => {
    const clock = new SimulatedClock(START);
    let isAwake = false;
    void clock.sleep(1000).then(() => {
      isAwake = true;
    });
    clock.set(START - 3600);
    expect(clock.now()).toBe(START - 3600);
    await clock.advance(999);
    expect(isAwake).toBe(false);
    await clock.advance(1);
    expect(isAwake).toBe(true);
    expect(clock.now()).toBe(START - 3599);
    expect(clock.monotonic()).toBe(1000);
  });

  it('runs until some work is done, and no longer', async () => {
    const clock = new SimulatedClock(START);
    void clock.sleep(7_200_000);
    const work = clock.sleep(3_600_000).then(() => 'result');
    expect(await clock.runUntil(work)).toBe('result');
    expect(clock.now()).toBe(START + 3600);
    expect(clock.untilNext()).toBe(3_600_000);
  });

  it('passes on that the work failed', async () => {
    const clock = new SimulatedClock(START);
    const work = clock.sleep(10).then(() => Promise.reject(new Error('failed')));
    await expect(clock.runUntil(work)).rejects.toThrow('failed');
  });

  it('says so when nothing will wake the work, at all or in time', async () => {
    const clock = new SimulatedClock(START);
    await expect(clock.runUntil(new Promise(() => {}))).rejects.toThrow('nobody wakes');
    await expect(clock.runUntil(clock.sleep(2000), 1000)).rejects.toThrow('nobody wakes within 1000 ms');
  });

  it('forgets sleeps that were broken off', async () => {
    const clock = new SimulatedClock(START);
    const abort = new AbortController();
    const sleeping = clock.sleep(1000, abort.signal);
    expect(clock.untilNext()).toBe(1000);
    abort.abort();
    await sleeping;
    expect(clock.untilNext()).toBeUndefined();
  });

  it('passes a day of a hundred thousand sleeps, ten thousand at a time, in seconds', async () => {
    const clock = new SimulatedClock(START);
    let woken = 0;
    const sleepers = Array.from({ length: 10_000 }, async (_, index) => {
      for (let sleep = 0; sleep < 10; sleep++) {
        await clock.sleep(8_640_000 - ((index * 7919) % 1000));
        woken += 1;
      }
    });
    const begun = process.cpuUsage();
    await clock.advance(86_400_000);
    await Promise.all(sleepers);
    expect(woken).toBe(100_000);
    // Of the processor's time, which a busy machine does not stretch.
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1000).toBeLessThan(10_000);
  });
});
