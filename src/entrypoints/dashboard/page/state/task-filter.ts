/** Which tasks are meant: the same filter in the page's address, in the server's queries and in what an action is sent. */

import type { JsonObject } from '../../../../domain/task.js';

/** Keys that may be given more than once. */
const LISTS = ['labourer', 'state'] as const;
const TEXTS = ['job', 'text', 'error_group'] as const;
const NUMBERS = [
  'created_from',
  'created_before',
  'closed_from',
  'closed_before',
  'attempts_from',
  'attempts_up_to',
] as const;

export type ListKey = (typeof LISTS)[number];
export type TextKey = (typeof TEXTS)[number];
export type NumberKey = (typeof NUMBERS)[number];

/** What of an address is a filter; anything else, and what is no number where one belongs, is left out. */
export function filterOf(query: URLSearchParams): URLSearchParams {
  const filter = new URLSearchParams();
  for (const key of LISTS) for (const value of query.getAll(key)) if (value !== '') filter.append(key, value);
  for (const key of TEXTS) if (query.get(key)) filter.set(key, query.get(key) ?? '');
  for (const key of NUMBERS) if (/^\d{1,11}$/.test(query.get(key) ?? '')) filter.set(key, query.get(key) ?? '');
  return filter;
}

/** The filter as an action is sent it. */
export function filterBody(filter: URLSearchParams): JsonObject {
  const lists = LISTS.filter((key) => filter.has(key)).map((key) => [key, filter.getAll(key)] as const);
  const texts = TEXTS.filter((key) => filter.has(key)).map((key) => [key, filter.get(key)] as const);
  const numbers = NUMBERS.filter((key) => filter.has(key)).map((key) => [key, Number(filter.get(key))] as const);
  return Object.fromEntries([...lists, ...texts, ...numbers]);
}

/** The same as a query: `filterBody` turned round. */
export function queryOf(body: JsonObject): URLSearchParams {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(body)) for (const each of [value].flat()) query.append(key, String(each));
  return query;
}

export const isEmptyFilter = (filter: URLSearchParams): boolean => filter.toString() === '';
