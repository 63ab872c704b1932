/** A reason why something does not go on or go faster, in words for people, and the words that all reasons are made of. */

import type { LabourerId } from '../ids.js';
import type { EpochSeconds } from '../time.js';

/** One clear sentence or two, with the numbers. */
export interface Reason {
  /** Stable, so that callers may switch over it. */
  readonly code: string;
  readonly text: string;
  /** A command, or what to look at, where somebody can do something about it. */
  readonly advice?: string;
}

export const reason = (code: string, text: string, advice?: string): Reason =>
  advice === undefined ? { code, text } : { code, text, advice };

/** Ticks come each minute; two that are missing may be a deployment, three are none that comes. */
export const TICKS_MISSED = 180;

/** For whoever has no ticks, wherever that is. */
export const START_TICKS = 'sosw dev starts them on a laptop, sosw ticks on in a deployment on AWS';

/** For a labourer that somebody has taken out of the configuration. */
export const addToConfiguration = (labourer: LabourerId): string =>
  `add ${labourer} under labourers in the configuration`;

/** 1234567 → `1,234,567`. */
export const inNumbers = (value: number): string => value.toLocaleString('en-US');

/** `1 task`, `36 tasks`. */
export const counted = (count: number, noun: string): string => `${inNumbers(count)} ${noun}${count === 1 ? '' : 's'}`;

/** `2026-03-09 14:05:00 UTC`. */
export const instant = (at: EpochSeconds): string =>
  `${new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const UNITS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const;

/** `45 s`, `3 min`, `2 h 5 min`: the two largest units, the smaller one rounded down. */
export function duration(seconds: number): string {
  const whole = Math.max(Math.round(seconds), 0);
  const first = UNITS.findIndex(([length]) => whole >= length);
  if (first === -1) return '0 s';
  const parts = UNITS.slice(first, first + 2).map(([length, name], index) => {
    const before = index === 0 ? whole : whole % (UNITS[first]?.[0] ?? 1);
    return { count: Math.floor(before / length), name };
  });
  return parts
    .filter(({ count }) => count > 0)
    .map(({ count, name }) => `${count} ${name}`)
    .join(' ');
}
