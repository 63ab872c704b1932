/** The live view under load: one reading at a time, and nothing that piles up for whoever does not read. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import type { ReadSide } from '../../../src/application/views/read-side.js';
import { seconds } from '../../../src/domain/time.js';
import { NewestOnly } from '../../../src/entrypoints/dashboard/server/newest-only.js';
import { type LiveEvent, OverviewFeed } from '../../../src/entrypoints/dashboard/server/overview-feed.js';
import { NOW } from '../../support/a-task.js';
import { aReadSide } from '../../support/reads.js';

const REFRESH_MS = 2000;

/** A feed whose readings end when they are told to. */
function aSlowFeed() {
  const { reads } = aReadSide();
  const readings: (() => void)[] = [];
  const history: ReadSide['history'] = {
    span: () => reads.history.span(),
    read: (query) => new Promise((resolve) => readings.push(() => resolve(reads.history.read(query)))),
  };
  const world = {
    kind: 'local' as const,
    name: 'here',
    reads: { ...reads, history },
    live: true,
    now: () => NOW,
    refresh: seconds(REFRESH_MS / 1000),
    maskedKeys: [],
  };
  return { feed: new OverviewFeed(world, new MemoryLogger()), readings };
}

describe('the feed of overviews', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('begins no reading while one goes on, however much longer than a refresh it takes', async () => {
    const { feed, readings } = aSlowFeed();
    const told: LiveEvent[] = [];
    const leave = feed.watch((event) => told.push(event));
    vi.advanceTimersByTime(10 * REFRESH_MS);
    const asked = feed.newest();
    expect(readings).toHaveLength(1);
    readings[0]?.();
    await asked;
    await vi.waitFor(() => expect(told).toHaveLength(1));
    vi.advanceTimersByTime(REFRESH_MS);
    expect(readings).toHaveLength(2);
    leave();
    vi.advanceTimersByTime(10 * REFRESH_MS);
    expect(readings).toHaveLength(2);
  });

  it('is full with fifty who watch, and has room again when one leaves', () => {
    const { feed } = aSlowFeed();
    const leave = Array.from({ length: 50 }, () => feed.watch(() => {}));
    expect(feed.isFull).toBe(true);
    leave[0]?.();
    expect(feed.isFull).toBe(false);
    for (const each of leave) each();
  });
});

describe('events for a slow reader', () => {
  it('wait as the newest of each thing, in their order, while one is on its way', async () => {
    const sent: string[] = [];
    let take: () => void = () => {};
    const events = new NewestOnly(({ text }) => {
      sent.push(text);
      return new Promise<void>((resolve) => {
        take = resolve;
      });
    });
    const overview = (text: string) => events.offer({ event: 'overview', about: 'overview', text });
    overview('1');
    for (let number = 2; number < 100; number++) overview(String(number));
    events.offer({ event: 'operation', about: 'o', text: 'going' });
    events.offer({ event: 'operation', about: 'o', text: 'done' });
    for (const expected of [['1'], ['1', '99'], ['1', '99', 'done']]) {
      await vi.waitFor(() => expect(sent).toEqual(expected));
      take();
    }
    overview('100');
    await vi.waitFor(() => expect(sent.at(-1)).toBe('100'));
  });
});
