import { describe, expect, it } from 'vitest';
import {
  claimedAt,
  greenfield,
  greenfieldPhase,
  placeOfRow,
  placesAtHead,
  placesAtTail,
} from '../../src/domain/greenfield.js';
import { seconds } from '../../src/domain/time.js';
import { at, aWindow, NOW } from '../support/a-task.js';

const YEAR = seconds(31_557_600);

describe('the phase of a greenfield', () => {
  const window = aWindow();
  it.each([
    ['a place in the queue', 2000, 'queued'],
    ['a place before the first', -5, 'queued'],
    ['now itself', NOW, 'queued'],
    ['just after now', NOW + 0.001, 'expired'],
    ['a claim as old as duration and cooldown', NOW + YEAR - 1200, 'expired'],
    ['a claim a second younger', NOW + YEAR - 1199, 'invoked'],
    ['a claim of now', NOW + YEAR, 'invoked'],
    ['a claim by a clock that is ahead', NOW + YEAR + 5, 'invoked'],
  ])('of %s', (_, value, phase) => {
    expect(greenfieldPhase(greenfield(value), window)).toBe(phase);
  });

  it('is counted from the whole second of the pass', () => {
    const halfPast = aWindow(at(0.9));
    expect(halfPast.start).toBe(NOW);
    expect(halfPast.invoked).toBe(NOW + YEAR);
  });

  it('tells when the claim was made', () => {
    expect(claimedAt(window.invoked, YEAR)).toBe(NOW);
  });
});

describe('places in the queue', () => {
  const tail = (end: number | undefined, rows: number) =>
    placesAtTail({ end: end === undefined ? undefined : greenfield(end), step: 1000, now: NOW, rows });

  it('begin at twice the step in an empty queue', () => {
    const places = tail(undefined, 3);
    expect([0, 1, 2].map((row) => placeOfRow(places, row))).toEqual([2000, 3000, 4000]);
    expect(places.tail).toBe(4000);
  });

  it('go on behind the newest', () => {
    expect(placeOfRow(tail(41_000, 1), 0)).toBe(42_000);
  });

  it('move together where the room below the clock gets small: the old system put them out of reach', () => {
    const places = tail(1000, 2_000_000);
    expect(places.gap).toBeCloseTo((NOW - 1000) / 4_000_000, 6);
    expect(places.tail).toBeLessThanOrEqual((NOW + 1000) / 2);
  });

  it('are refused when neighbours could not be told apart any more', () => {
    const message =
      "greenfield: expected room for 1000 more tasks in the labourer's queue. " +
      'Let the queue run empty once; its places are then counted from the beginning again';
    expect(() => tail(NOW - 1e-3, 1_000)).toThrowError(expect.objectContaining({ code: 'queue.full', message }));
  });

  it('may be a millionth apart, and no closer', () => {
    const apart = (step: number) => placesAtTail({ end: greenfield(0), step, now: NOW, rows: 1 }).gap;
    expect(apart(1e-6)).toBe(1e-6);
    expect(() => apart(0.9e-6)).toThrowError(expect.objectContaining({ code: 'queue.full' }));
  });

  it('begin half-way to the clock in an empty queue whose step is longer than that', () => {
    const places = placesAtTail({ end: undefined, step: 10 * NOW, now: NOW, rows: 1 });
    expect(places).toEqual({ start: NOW / 2, gap: NOW / 4, tail: (3 * NOW) / 4 });
  });

  it('of retried tasks stand before the oldest, the first of them nearest', () => {
    expect(placesAtHead(greenfield(2000), 1000, 3)).toEqual([1999, 1998, 1997]);
    expect(placesAtHead(greenfield(-4), 1000, 1)).toEqual([-5]);
  });

  it('of retried tasks in an empty queue count from the step', () => {
    expect(placesAtHead(undefined, 1000, 2)).toEqual([999, 998]);
  });
});

it('refuses what is no number', () => {
  expect(() => greenfield(Number.NaN)).toThrow(new RangeError('not a greenfield: NaN'));
  expect(() => greenfield(Number.POSITIVE_INFINITY)).toThrow(RangeError);
});
