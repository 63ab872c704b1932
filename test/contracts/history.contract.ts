/** What every history promises that keeps the samples it was given. */

import fc from 'fast-check';
import { expect } from 'vitest';
import type { History, Sample, SampleLog } from '../../src/application/ports/history.js';
import type { LabourerId } from '../../src/domain/ids.js';
import { at, LABOURER, OTHER_LABOURER } from '../support/a-task.js';
import { type Contract, describeContract, type Open } from './rules.js';

export interface HistorySubject {
  readonly history: History & SampleLog;
}

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];

const sampleAt = (offset: number, details: Partial<Sample> = {}): Sample => ({
  labourerId: LABOURER,
  at: at(offset),
  queued: offset,
  oldestWait: 2.5,
  running: 3,
  allowance: 4,
  cap: 8,
  paused: false,
  status: 3,
  metrics: { 'CPU of the "database"': 0.25, latency: null },
  created: 10,
  done: 7,
  dead: 1,
  retried: 2,
  ...details,
});

async function samplesOf(
  history: History,
  { from = 0, to = 10 * DAY, points = 100_000, labourerId = LABOURER as LabourerId } = {},
): Promise<readonly Sample[]> {
  const read = await history.read({ labourerIds: [labourerId], from: at(from), to: at(to), points });
  return read.get(labourerId) ?? [];
}

const offsetsOf = (samples: readonly Sample[]): readonly number[] => samples.map((sample) => sample.at - at(0));

/** A sample each so many seconds, in one write for each hundred. */
async function sampledEvery(history: SampleLog, every: number, until: number): Promise<void> {
  const offsets = Array.from({ length: Math.floor(until / every) + 1 }, (_, index) => index * every);
  while (offsets.length > 0) await history.write(offsets.splice(0, 100).map((offset) => sampleAt(offset)));
}

const HISTORY_CONTRACT: Contract<HistorySubject> = {
  samples: {
    async 'are read as they were written, also where nothing was known'({ history }) {
      const unknown = { queued: null, oldestWait: null, running: null, allowance: null, cap: null, paused: null };
      const samples = [
        sampleAt(0),
        sampleAt(10, { ...unknown, status: null, metrics: {} }),
        sampleAt(20, { paused: true }),
      ];
      await history.write(samples);
      expect(await samplesOf(history)).toEqual(samples);
    },

    async 'come in the order of time, those of the borders included, each labourer’s own'({ history }) {
      await history.write([30, 10, 20, 40].map((offset) => sampleAt(offset)));
      await history.write([sampleAt(25, { labourerId: OTHER_LABOURER })]);
      expect(offsetsOf(await samplesOf(history, { from: 10, to: 30 }))).toEqual([10, 20, 30]);
      const labourerIds = [OTHER_LABOURER, LABOURER];
      const both = await history.read({ labourerIds, from: at(20), to: at(30), points: 10 });
      expect([...both].map(([id, samples]) => [id, offsetsOf(samples)])).toEqual([
        [OTHER_LABOURER, [25]],
        [LABOURER, [20, 30]],
      ]);
    },

    async 'are none for a labourer of whom nothing was recorded'({ history }) {
      await history.write([]);
      await history.write([sampleAt(0)]);
      expect(await samplesOf(history, { labourerId: OTHER_LABOURER })).toEqual([]);
      expect(await samplesOf(history, { from: 1 })).toEqual([]);
    },

    async 'of one instant are one: the last'({ history }) {
      await history.write([sampleAt(0)]);
      await history.write([sampleAt(0, { done: 8 })]);
      expect(await samplesOf(history)).toEqual([sampleAt(0, { done: 8 })]);
    },
  },

  points: {
    async 'are at most as many as asked for, evenly spread, the last sample among them'({ history }) {
      await sampledEvery(history, 10, 1000);
      const isEven = async (points: number, from: number, length: number) => {
        const to = from + length;
        const offsets = offsetsOf(await samplesOf(history, { from, to, points }));
        const inRange = Array.from({ length: 101 }, (_, index) => index * 10).filter((at) => at >= from && at <= to);
        expect(offsets.length).toBeLessThanOrEqual(points);
        expect(offsets.at(-1)).toBe(inRange.at(-1));
        expect(offsets[0]).toBe(inRange[0]);
        if (inRange.length <= points) expect(offsets).toEqual(inRange);
        const step = ((inRange.at(-1) ?? 0) - (inRange[0] ?? 0)) / (points - 1);
        for (const [index, offset] of offsets.slice(1).entries()) {
          expect(offset - (offsets[index] ?? 0)).toBeLessThanOrEqual(Math.max(step, 10) + 10);
        }
      };
      const ranges = [
        fc.integer({ min: 2, max: 120 }),
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 0, max: 500 }),
      ] as const;
      await fc.assert(fc.asyncProperty(...ranges, isEven), { numRuns: 30 });
    },
  },

  'the stretch that something is known of': {
    async 'goes from the first to the last sample of all labourers'({ history }) {
      expect(await history.span()).toBeUndefined();
      await history.write([sampleAt(20), sampleAt(30), sampleAt(5, { labourerId: OTHER_LABOURER })]);
      expect(await history.span()).toEqual({ from: at(5), to: at(30) });
    },
  },

  'old samples': {
    async 'are thinned out to the last of each minute after an hour, the newer ones all kept'({ history }) {
      await sampledEvery(history, 10, 2 * HOUR);
      const offsets = offsetsOf(await samplesOf(history));
      const isAged = (offset: number) => offset < HOUR - MINUTE;
      const minutes = offsets.filter(isAged).map((offset) => Math.floor((at(0) + offset) / MINUTE));
      expect(new Set(minutes).size).toBe(minutes.length);
      expect(minutes).toHaveLength(HOUR / MINUTE - 1);
      expect(offsets.filter((offset) => offset >= HOUR)).toHaveLength(HOUR / 10 + 1);
    },

    async 'are thinned out, too, where none was written for a while'({ history }) {
      await sampledEvery(history, 10, HOUR);
      await history.write([sampleAt(3 * HOUR)]);
      const offsets = offsetsOf(await samplesOf(history));
      expect(offsets.length).toBeLessThanOrEqual(HOUR / MINUTE + 2);
      expect(offsets.at(-1)).toBe(3 * HOUR);
    },

    async 'never grow beyond a bound, and are forgotten after a year'({ history }) {
      const hours = 400 * 24;
      for (let hour = 0; hour < hours; hour += 24) {
        await history.write(Array.from({ length: 24 }, (_, index) => sampleAt((hour + index) * HOUR)));
      }
      const offsets = offsetsOf(await samplesOf(history, { to: 400 * DAY }));
      expect(offsets[0]).toBeGreaterThan(34 * DAY);
      expect(offsets.length).toBeLessThan(335 * 4 + 31 * 24 + 10);
      expect(offsets.length).toBeGreaterThan(300 * 4);
    },
  },
};

export const historyContract = (name: string, open: Open<HistorySubject>): void =>
  describeContract(`History: ${name}`, HISTORY_CONTRACT, open);
