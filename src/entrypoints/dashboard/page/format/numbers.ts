/** Numbers and stretches of time for people. */

import type { CountFacts } from '../../../../application/views/facts.js';

/** What stands where nothing is known. */
export const UNKNOWN = '–';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const share = new Intl.NumberFormat('en', { style: 'percent', maximumSignificantDigits: 2 });

export const count = (value: number | null | undefined): string => (value == null ? UNKNOWN : whole.format(value));

/** With three digits that count: 0.333, 12.5, 1,230. */
export const amount = (value: number | null | undefined): string =>
  value == null ? UNKNOWN : Math.abs(value) >= 1000 ? whole.format(value) : fine.format(value);

/** For axes and narrow places: 1.2M. */
export const brief = (value: number): string => (Math.abs(value) < 1000 ? fine.format(value) : short.format(value));

/** From 0 to 1. */
export const percent = (value: number | null | undefined): string => (value == null ? UNKNOWN : share.format(value));

const exactShare = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

/** From 0 to 1, rounded down: 100 % is all of it. */
export const progressed = (value: number): string => exactShare.format(Math.floor(value * 1000) / 1000);

/** `1,200+` where at least so many were counted; nothing at least is nothing known. */
export const counted = (facts: CountFacts | null): string =>
  facts === null || (facts.count === 0 && !facts.exact) ? UNKNOWN : `${count(facts.count)}${facts.exact ? '' : '+'}`;

/** `1 task`, `2,000 tasks`. */
export const plural = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

/** Small sums need more digits than cents have. */
export const money = (value: number | null, currency: string): string =>
  value === null
    ? UNKNOWN
    : new Intl.NumberFormat('en', {
        style: 'currency',
        currency,
        minimumFractionDigits: 2,
        maximumFractionDigits: Math.abs(value) < 1 ? 6 : 2,
      }).format(value);

const UNITS = [
  ['d', 86400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** Its two largest units: `1 d 3 h`, `4 min 10 s`, `12 s`. */
export function stretch(seconds: number | null | undefined): string {
  if (seconds == null) return UNKNOWN;
  const size = Math.round(Math.abs(seconds));
  const sign = seconds < 0 ? '−' : '';
  const first = UNITS.findIndex(([, length]) => size >= length);
  if (first === -1) return '0 s';
  const parts: string[] = [];
  let rest = size;
  for (const [unit, length] of UNITS.slice(first, first + 2)) {
    const part = Math.floor(rest / length);
    if (part > 0) parts.push(`${part} ${unit}`);
    rest -= part * length;
  }
  return sign + parts.join(' ');
}
