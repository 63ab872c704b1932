/** Lengths of time as people write them in a scenario: `90`, `30m`, `1d 2h`. */

import { type Seconds, seconds } from '../../domain/time.js';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const PART = /^(\d{1,9}(?:\.\d{1,6})?)([smhdw])$/;
const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** What `timeSpan` takes, for refusals. */
export const TIME_SPAN_FORM = 'a length of time: seconds, or as 30m, 2h, 1d 12h';

/** Seconds of a number of them, or of a text; undefined for anything else. */
export function timeSpan(value: unknown): Seconds | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? seconds(value) : undefined;
  if (typeof value !== 'string' || value.length > 100) return undefined;
  const parts = value
    .trim()
    .split(/\s+/)
    .map((part) => PART.exec(part));
  let sum = 0;
  for (const part of parts) {
    if (part === null) return undefined;
    sum += Number(part[1]) * (UNITS[part[2] ?? ''] ?? 0);
  }
  return seconds(sum);
}

/** Seconds since midnight of `14:30`; undefined for anything else. */
export function timeOfDay(value: unknown): Seconds | undefined {
  const found = typeof value === 'string' ? TIME_OF_DAY.exec(value) : null;
  return found === null ? undefined : seconds(Number(found[1]) * 3600 + Number(found[2]) * 60);
}
