/** Numbers as people read them. */

/** 1234567 → `1,234,567`. */
export const inNumbers = (value: number): string => value.toLocaleString('en-US');

/** `1 task`, `36 tasks`. */
export const inTasks = (count: number): string => `${inNumbers(count)} ${count === 1 ? 'task' : 'tasks'}`;

/** In bytes, KiB, MiB …, with three digits. */
export function inBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toPrecision(3)} ${units[power]}`;
}

/** Seconds as `12 s`, `3 min 20 s`, `2 h 5 min`, `4 d 3 h`. */
export function inTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const units = [Math.floor(whole / 86_400), Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60];
  const names = ['d', 'h', 'min', 's'];
  const first = units.findIndex((count) => count > 0);
  if (first === -1) return '0 s';
  const told = [first, first + 1].flatMap((unit) => ((units[unit] ?? 0) > 0 ? [`${units[unit]} ${names[unit]}`] : []));
  return told.join(' ');
}

/** An epoch second as `2026-01-31T12:00:00Z`. */
export const atInstant = (seconds: number): string =>
  `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}Z`;

/** What is not known is `–`. */
export const orUnknown = <Value>(value: Value | null, told: (value: Value) => string): string =>
  value === null ? '–' : told(value);

/** A share from 0 to 1 as `12.5 %`. */
export const inPercent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

/** A count, with `+` where there are more. */
export const inCount = ({ count, exact }: { readonly count: number; readonly exact: boolean }): string =>
  `${inNumbers(count)}${exact ? '' : '+'}`;
