/** What a job's tasks must be, worked out in another way than the product does: from the items and the calendar of its zone. */

import type { JsonObject } from '../../../src/domain/task.js';

/** The tasks of a job, each by what its payload must say; the same for a payload by `keyOfPayload`. */
export function expectedRows(event: JsonObject, now: number): ReadonlySet<string> {
  const items = Array.isArray(event.items) ? event.items.map(String) : undefined;
  const days = typeof event.period === 'string' ? daysOf(event.period, now, String(event.time_zone)) : [''];
  if (items === undefined) return new Set([`text ${String(event.text)}`]);
  return new Set(days.flatMap((day) => items.map((item) => `${day} ${item}`)));
}

export function keyOfPayload(payload: string | undefined): string {
  const { items, date_list: dates, text }: JsonObject = JSON.parse(payload ?? '{}');
  if (typeof text === 'string') return `text ${text}`;
  return `${Array.isArray(dates) ? dates.join('+') : ''} ${Array.isArray(items) ? items.join('+') : ''}`;
}

/** The days before the one that a calendar on the wall shows. */
function daysOf(period: string, now: number, timeZone: string): string[] {
  const count = Number(/^last_(\d+)_days$/.exec(period)?.[1]);
  const today = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now * 1000);
  const noon = Date.parse(`${today}T12:00:00Z`);
  return Array.from({ length: count }, (_, back) =>
    new Date(noon - (back + 1) * 86_400_000).toISOString().slice(0, 10),
  );
}
