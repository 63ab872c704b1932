import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Greenfield,
  type GreenfieldRange,
  greenfield,
  greenfieldPhase,
  type InvocationWindow,
  invocationWindow,
  placeOfRow,
  placesAtHead,
  placesAtTail,
  rangeOf,
} from '../../src/domain/greenfield.js';
import { epochSeconds, seconds } from '../../src/domain/time.js';

const PHASES = ['queued', 'invoked', 'expired'] as const;

const instant = fc.double({ min: 1e6, max: 1e10, noNaN: true }).map(epochSeconds);
/** Up to two years, so that attempts outlast the delta at times. */
const length = fc.integer({ min: 1, max: 63_000_000 }).map(seconds);
const aWindow = fc
  .record({ now: instant, duration: length, cooldown: length })
  .map(({ now, ...times }) => invocationWindow(now, { ...times, delta: seconds(31_557_600) }));

/** Any number, and those where the phases meet. */
const greenfieldAround = (window: InvocationWindow): fc.Arbitrary<Greenfield> =>
  fc
    .oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: -1e10, max: 1e11, noNaN: true }),
      ...[window.start, window.expired, window.invoked].map((border) =>
        fc.constantFrom(-1, -1e-3, 0, 1e-3, 1).map((offset) => border + offset),
      ),
    )
    .map(greenfield);

const inRange = (value: Greenfield, { above, upTo }: GreenfieldRange): boolean =>
  (above === undefined || value > above) && (upTo === undefined || value <= upTo);

describe('phases', () => {
  it('hold every greenfield in exactly one of their stretches', () => {
    const cases = aWindow.chain((window) => fc.tuple(fc.constant(window), greenfieldAround(window)));
    fc.assert(
      fc.property(cases, ([window, value]) => {
        const holding = PHASES.filter((phase) => inRange(value, rangeOf(phase, window)));
        expect(holding).toEqual([greenfieldPhase(value, window)]);
        expect(inRange(value, rangeOf('claimed', window))).toBe(holding[0] !== 'queued');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('places at the tail', () => {
  const job = fc.integer({ min: 1, max: 3_000_000 });

  it('strictly increase and stay below now, for any queue and any job', () => {
    const end = fc.option(fc.double({ min: -1e9, max: 1.69e9, noNaN: true }).map(greenfield), { nil: undefined });
    fc.assert(
      fc.property(end, job, fc.integer({ min: 1, max: 100_000 }), (from, rows, step) => {
        const now = epochSeconds(1_700_000_000);
        const places = placesAtTail({ end: from, step, now, rows });
        let before = from ?? Number.NEGATIVE_INFINITY;
        for (const row of sampled(rows)) {
          const place = placeOfRow(places, row);
          expect(place).toBeGreaterThan(before);
          expect(place).toBeLessThan(now);
          before = place;
        }
        expect(placeOfRow(places, rows - 1)).toBeLessThanOrEqual(places.tail);
        expect(places.tail).toBeLessThan(now);
      }),
    );
  });

  it('leave room for 50 jobs after each other that the queue never ran empty between', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 50, maxLength: 50 }), (jobs) => {
        const now = epochSeconds(1_700_000_000);
        let end: Greenfield | undefined;
        for (const rows of jobs) {
          const places = placesAtTail({ end, step: 1000, now, rows });
          expect(placeOfRow(places, 0)).toBeGreaterThan(end ?? 0);
          expect(places.tail).toBeLessThan(now);
          end = places.tail;
        }
      }),
    );
  });

  it('take at most half of the room that is left, so that the clock is never reached', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1.699e9, noNaN: true }), job, (end, rows) => {
        const now = epochSeconds(1_700_000_000);
        const places = placesAtTail({ end: greenfield(end), step: 1000, now, rows });
        expect(now - places.tail).toBeGreaterThanOrEqual(((now - end) / 2) * (1 - 1e-9));
      }),
    );
  });
});

describe('places at the head', () => {
  it('strictly decrease, all before the oldest', () => {
    const oldest = fc.option(fc.double({ min: -1e9, max: 1.7e9, noNaN: true }).map(greenfield), { nil: undefined });
    fc.assert(
      fc.property(oldest, fc.integer({ min: 1, max: 200 }), (head, count) => {
        const places = [head ?? 1000, ...placesAtHead(head, 1000, count)];
        expect(places).toHaveLength(count + 1);
        for (let index = 1; index < places.length; index++) {
          expect(places[index]).toBeLessThan(places[index - 1] as number);
        }
      }),
    );
  });
});

/** Rows to look at: the first and the last ones, and some between. */
const sampled = (rows: number): number[] =>
  [...new Set([0, 1, 2, Math.floor(rows / 3), Math.floor(rows / 2), rows - 2, rows - 1])]
    .filter((row) => row >= 0 && row < rows)
    .sort((one, other) => one - other);
