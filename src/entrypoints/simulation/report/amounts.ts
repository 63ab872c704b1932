/** Amounts as the reports of a simulation write them: short, with the unit that fits. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The largest unit is the first that there are two of: `95 s`, `35 min`, `3 h 20 min`, `4 d 3 h`. */
export function inTime(seconds: number): string {
  if (seconds < 2 * MINUTE) return `${seconds < 10 ? tenths(seconds) : Math.round(seconds)} s`;
  if (seconds < 2 * HOUR) return `${Math.round(seconds / MINUTE)} min`;
  if (seconds < 2 * DAY) return inTwo(seconds, [HOUR, 'h'], [MINUTE, 'min']);
  return inTwo(seconds, [DAY, 'd'], [HOUR, 'h']);
}

const tenths = (value: number): string => String(Math.round(value * 10) / 10);

type Unit = readonly [size: number, name: string];

function inTwo(seconds: number, [large, name]: Unit, [small, smallName]: Unit): string {
  const whole = Math.round(seconds / small) * small;
  const rest = (whole % large) / small;
  return `${Math.floor(whole / large)} ${name}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
}

/** US dollars: cents, and of less than a dollar four digits behind the point. */
export function inDollars(dollars: number): string {
  if (dollars === 0) return '$0';
  if (dollars < 0.0001) return '<$0.0001';
  const digits = dollars < 1 ? 4 : 2;
  return `$${dollars.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** A share of one, in percent with one digit behind the point; never 100 where a little is missing. */
export const inPercent = (share: number): string => `${Math.floor(share * 1000) / 10} %`;

/** How far a value is from another: `+12.5 %`, `−80 %`; `same` where it is not, `new` where there was nothing. */
export function inChange(from: number, to: number): string {
  if (from === to) return 'same';
  if (from === 0) return 'new';
  const change = ((to - from) / from) * 100;
  const digits = Math.abs(change) < 10 ? 1 : 0;
  return `${change > 0 ? '+' : '−'}${Math.abs(change).toFixed(digits)} %`;
}

/** An instant in UTC, to the minute: `2026-03-01 00:00`. */
export const inUtc = (instant: number): string => new Date(instant * 1000).toISOString().slice(0, 16).replace('T', ' ');
