/** The time of day in a time zone, fast enough to be asked each simulated minute. */

import type { EpochSeconds } from '../../domain/time.js';

const SECONDS_A_DAY = 86_400;
/** Offsets change at whole quarters of an hour at most, in every zone of the present. */
const QUARTER = 900;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  quarter: number;
  offset: number;
}

const zones = new Map<string, Zone>();

/** Seconds since midnight on the zone's clock. Throws RangeError for a zone that the time zone database has not. */
export function secondOfDay(now: EpochSeconds, name: string): number {
  return (((now + offsetOf(now, name)) % SECONDS_A_DAY) + SECONDS_A_DAY) % SECONDS_A_DAY;
}

function offsetOf(now: EpochSeconds, name: string): number {
  if (name === 'UTC') return 0;
  const zone = zones.get(name) ?? { format: formatOf(name), quarter: Number.NaN, offset: 0 };
  zones.set(name, zone);
  const quarter = Math.floor(now / QUARTER);
  if (zone.quarter !== quarter) {
    zone.quarter = quarter;
    zone.offset = offsetAt(quarter * QUARTER, zone.format);
  }
  return zone.offset;
}

function offsetAt(instant: number, format: Intl.DateTimeFormat): number {
  const parts = new Map(format.formatToParts(instant * 1000).map(({ type, value }) => [type, Number(value)]));
  const clock = (parts.get('hour') ?? 0) * 3600 + (parts.get('minute') ?? 0) * 60 + (parts.get('second') ?? 0);
  return clock - (instant % SECONDS_A_DAY);
}

const formatOf = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
