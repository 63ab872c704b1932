/** What the page asks for, checked: query strings and bodies as the views take them. */

import type { Context } from 'hono';
import { z } from 'zod';
import { filterFromJson } from '../../../application/filter-json.js';
import type { SearchQuery, TaskFilter } from '../../../application/ports/task-search.js';
import { RefusedError } from '../../../domain/errors.js';
import { jobId, labourerId } from '../../../domain/ids.js';
import { type EpochSeconds, epochSeconds } from '../../../domain/time.js';

const STATES = ['queued', 'invoked', 'expired', 'completed', 'retrying', 'done', 'dead', 'cancelled'] as const;
const ORDERS = ['newest', 'oldest', 'attempts'] as const;
/** Of a page of tasks, and of points of a curve. */
const LIMIT_MAX = 500;
const POINTS_MAX = 2000;

/** A number, or its digits in a query string: nothing else becomes one, neither an empty text nor null. */
const numberWithin = (schema: z.ZodNumber) =>
  z.preprocess((value) => (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value), schema);
const instant = numberWithin(z.number().min(0).max(1e11));
const count = (least: number, most: number) => numberWithin(z.number().int().min(least).max(most));
/** In a query string a list is a key that stands several times; one that stands once is a list of one. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(item).max(1000));

const FILTER = z.strictObject({
  labourer: listOf(z.string()).optional(),
  job: z.string().optional(),
  state: listOf(z.enum(STATES)).optional(),
  text: z.string().min(1).max(500).optional(),
  error_group: z.string().min(1).max(500).optional(),
  created_from: instant.optional(),
  created_before: instant.optional(),
  closed_from: instant.optional(),
  closed_before: instant.optional(),
  attempts_from: count(0, 1e9).optional(),
  attempts_up_to: count(0, 1e9).optional(),
});
type Filter = z.infer<typeof FILTER>;

const SEARCH = FILTER.extend({
  order: z.enum(ORDERS).optional(),
  limit: count(1, LIMIT_MAX).default(50),
  after: z.string().max(4000).optional(),
  at: instant.optional(),
});

export interface Moment {
  readonly now: EpochSeconds;
  /** Whether it is the present. */
  readonly live: boolean;
}

/** The instant that the page looks at: `at`, or the present. */
export function momentOf(context: Context, present: EpochSeconds): Moment {
  const { at } = checked(z.object({ at: instant.optional() }), context.req.query());
  return at === undefined || at >= present ? { now: present, live: true } : { now: epochSeconds(at), live: false };
}

export const filterAsked = (context: Context): TaskFilter => filterOf(checked(FILTER.strip(), queryOf(context)));

export function searchAsked(context: Context, present: EpochSeconds): SearchQuery {
  const { order, limit, after, at, ...filter } = checked(SEARCH, queryOf(context));
  return {
    filter: filterOf(filter),
    now: at === undefined ? present : epochSeconds(at),
    limit,
    ...(order === undefined ? {} : { order }),
    ...(after === undefined ? {} : { after }),
  };
}

export const limitAsked = (context: Context, usual: number): number =>
  checked(z.object({ limit: count(1, LIMIT_MAX).default(usual) }), context.req.query()).limit;

/** The last hour where nothing is said. */
export function stretchAsked(context: Context, present: EpochSeconds) {
  const schema = z.object({
    from: instant.optional(),
    to: instant.optional(),
    points: count(2, POINTS_MAX).default(240),
  });
  const { from, to, points } = checked(schema, context.req.query());
  const end = Math.min(to ?? present, present);
  const begin = from ?? end - 3600;
  if (begin < end) return { from: epochSeconds(Math.max(begin, 0)), to: epochSeconds(end), points };
  throw new RefusedError('query.value', { path: 'from', expected: 'an instant before "to"', found: begin });
}

export function axesAsked(context: Context) {
  const axis = listOf(z.string()).optional();
  const { rows, columns } = checked(z.object({ rows: axis, columns: z.string().optional() }), queryOf(context));
  return { ...(rows === undefined ? {} : { rows }), ...(columns === undefined ? {} : { columns }) };
}

export const LABOURER_BODY = z.strictObject({ labourer: z.string() });
export const CAP_BODY = z.strictObject({ labourer: z.string(), cap: z.number().nullable() });
export const PREVIEW_BODY = z.strictObject({ action: z.enum(['retry', 'redrive', 'cancel']), filter: FILTER });
export const BULK_BODY = z.union([
  z.strictObject({ task_ids: z.array(z.string()).min(1).max(1000) }),
  z.strictObject({ filter: FILTER, matched: z.int().min(0).optional() }),
]);

/** The body of a change. Throws RefusedError `query.value`. */
export async function bodyOf<Schema extends z.ZodType>(context: Context, schema: Schema): Promise<z.infer<Schema>> {
  return checked(schema, await context.req.json().catch(() => undefined));
}

/** Throws RefusedError `name.invalid` for what no labourer and no job can be called. */
export function filterOf(asked: Filter): TaskFilter {
  asked.labourer?.forEach(labourerId);
  if (asked.job !== undefined) jobId(asked.job);
  return filterFromJson(asked);
}

/** Keys that stand several times are lists; others are single texts. */
const queryOf = (context: Context): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(context.req.queries()).map(([key, values]) => [key, values.length > 1 ? values : (values[0] ?? '')]),
  );

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new RefusedError('query.value', {
    path: issue?.path.join('.') || 'request',
    expected: issue?.message ?? 'another value',
  });
}
