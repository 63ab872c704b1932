import { describe, expect, it } from 'vitest';
import { ValueCache } from '../../../../src/entrypoints/library/components/value-cache.js';
import { SoswError } from '../../../../src/domain/errors.js';

const DOWN = new SoswError('config.unavailable', 'down', { retryable: true });

function opened() {
  const clock = { now: 1_000_000 };
  const stale: string[] = [];
  const cache = new ValueCache<number>({
    maxAgeMs: 60_000,
    maxStaleMs: 600_000,
    now: () => clock.now,
    onStale: (key) => void stale.push(key),
  });
  let reads = 0;
  let failure: unknown;
  const read = async () => {
    reads++;
    if (failure !== undefined) throw failure;
    return reads;
  };
  const fail = (error: unknown) => {
    failure = error;
  };
  return { clock, stale, cache, read, reads: () => reads, fail };
}

describe('ValueCache', () => {
  it('reads a value again when it is 60 s old, not a millisecond before', async () => {
    const { cache, read, clock } = opened();
    expect(await cache.get('a', read)).toBe(1);
    clock.now += 59_999;
    expect(await cache.get('a', read)).toBe(1);
    clock.now += 1;
    expect(await cache.get('a', read)).toBe(2);
  });

  it('makes one reading of concurrent ones, each key its own', async () => {
    const { cache, read, reads } = opened();
    const values = await Promise.all([cache.get('a', read), cache.get('a', read), cache.get('b', read)]);
    expect([values, reads()]).toEqual([[1, 1, 2], 2]);
  });

  it('lets an older value stand in while its source is down, asks once an age, and gives up in the end', async () => {
    const { cache, read, clock, fail, reads, stale } = opened();
    await cache.get('a', read);
    fail(DOWN);
    clock.now += 60_000;
    expect(await cache.get('a', read)).toBe(1);
    expect(await cache.get('a', read)).toBe(1);
    expect(reads()).toBe(2);
    clock.now += 599_999;
    expect(await cache.get('a', read)).toBe(1);
    expect(stale).toEqual(['a', 'a']);
    clock.now += 60_001;
    await expect(cache.get('a', read)).rejects.toBe(DOWN);
    fail(undefined);
    expect(await cache.get('a', read)).toBe(5);
  });

  it.each([new SoswError('store.refused', 'denied'), new TypeError('a mistake')])(
    'covers no error that will not pass: %s',
    async (error) => {
      const { cache, read, clock, fail } = opened();
      await cache.get('a', read);
      fail(error);
      clock.now += 60_000;
      await expect(cache.get('a', read)).rejects.toBe(error);
    },
  );

  it('keeps no failure: the next call asks again', async () => {
    const { cache, read, fail } = opened();
    fail(DOWN);
    await expect(cache.get('a', read)).rejects.toBe(DOWN);
    fail(undefined);
    expect(await cache.get('a', read)).toBe(2);
  });

  it('does not keep a value for ever when the clock is set back', async () => {
    const { cache, read, clock } = opened();
    await cache.get('a', read);
    clock.now -= 3_600_000;
    expect(await cache.get('a', read)).toBe(2);
  });

  it('forgets what it knows, and what was on its way', async () => {
    const { cache, read } = opened();
    const onItsWay = cache.get('a', read);
    cache.clear();
    expect(await cache.get('a', read)).toBe(2);
    expect(await onItsWay).toBe(1);
    expect(await cache.get('a', read)).toBe(2);
  });

  it('holds 1000 values, those that were read last', async () => {
    const { cache, read, reads } = opened();
    for (let key = 0; key <= 1000; key++) await cache.get(String(key), read);
    await cache.get('1', read);
    expect(reads()).toBe(1001);
    await cache.get('0', read);
    expect(reads()).toBe(1002);
  });
});
