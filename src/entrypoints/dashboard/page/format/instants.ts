/** Instants in the reader's time zone, and in UTC for those who compare logs. All are epoch seconds. */

const full = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric',
  month: 'short',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const day = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const exactClock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** What a Date can hold: rows of others may hold anything. */
const LAST = 8.64e12;
const isInstant = (at: number): boolean => Number.isFinite(at) && Math.abs(at) <= LAST;
const date = (at: number): Date => new Date(at * 1000);

export const instant = (at: number): string => (isInstant(at) ? full.format(date(at)) : String(at));
export const utc = (at: number): string =>
  isInstant(at) ? `${date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC` : String(at);
export const iso = (at: number): string => (isInstant(at) ? date(at).toISOString() : '');

/** For an axis of time whose marks are `step` seconds apart. */
export const mark = (at: number, step: number): string =>
  step >= 86400 || date(at).getHours() + date(at).getMinutes() === 0
    ? day.format(date(at))
    : step < 60
      ? exactClock.format(date(at))
      : clock.format(date(at));

/** What `<input type="datetime-local">` holds, and back; NaN for what is no date. */
export const toInput = (at: number): string => {
  const local = date(at);
  return new Date(local.getTime() - local.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
};
export const fromInput = (text: string): number => Math.floor(new Date(text).getTime() / 1000);
