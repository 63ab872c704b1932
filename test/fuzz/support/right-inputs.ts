/** Inputs as the documentation has them, for slips to be made in. */

import fc from 'fast-check';
import type { Json } from '../../../src/domain/task.js';
import { LABOURER } from '../../support/a-task.js';

const day = fc
  .integer({ min: -700_000, max: 2_900_000 })
  .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
const count = fc.nat(400);

const period = fc.oneof(
  fc.constantFrom('today', 'yesterday', 'last_week'),
  count.map((n) => `last_${n}_days`),
  count.map((n) => `${n}_days_back`),
  count.map((n) => `previous_${n}_days`),
  fc.record({ from: day, to: day }, { requiredKeys: ['from'] }),
);

const name = fc.oneof(fc.string({ minLength: 1, maxLength: 8 }), fc.integer());
const flag = fc.constantFrom(true, false, 1, 0, 'true', 'False');

/** A level of chunking with what is inside of it; the last level holds names alone. */
function level([attribute, ...inner]: readonly string[]): fc.Arbitrary<Json> {
  if (attribute === undefined) return fc.constant({ note: 'innermost' });
  const names = fc.oneof(
    fc.array(name, { maxLength: 6 }),
    fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.option(level(inner)), { maxKeys: 4 }),
  );
  return fc.record(
    {
      [`${attribute}s`]: names,
      [`isolate_${attribute}s`]: flag,
      [`max_${attribute}s_per_batch`]: fc.integer({ min: 1, max: 5 }),
      note: fc.string({ maxLength: 20 }),
    },
    { requiredKeys: [`${attribute}s`] },
  ) as fc.Arbitrary<Json>;
}

/** Of the configured attributes, outermost first. */
export const ATTRIBUTES = ['section', 'store'] as const;

const dated = fc.record(
  {
    period,
    isolate_days: flag,
    time_zone: fc.constantFrom('UTC', 'Europe/Paris', 'Pacific/Kiritimati'),
    st_date: day,
    en_date: day,
    job_schema_name: fc.constantFrom('default', null),
  },
  { requiredKeys: [] },
);

/** A job without its labourer. */
const bareJob: fc.Arbitrary<Json> = fc
  .tuple(level(ATTRIBUTES), dated)
  .map(([job, dates]) => ({ ...(job as object), ...dates }) as Json);

const labourer = fc.constantFrom<Json>(
  { lambda_name: LABOURER },
  { labourer_id: LABOURER },
  { lambda_name: `arn:aws:lambda:us-west-2:000000000000:function:${LABOURER}` },
);
const identity = fc.oneof(
  fc.constant({}),
  fc.string({ minLength: 1, maxLength: 20 }).map((job_id) => ({ job_id })),
);

/** An event of the Scheduler in one of its documented forms. */
export const schedulerEvent: fc.Arbitrary<Json> = fc
  .tuple(bareJob, labourer, identity, fc.constantFrom('plain', 'wrapped', 'inside', 'envelope', 'text', 'sibling'))
  .map(([job, who, id, form]): Json => {
    const plain = { ...(job as object), ...(who as object), ...id } as Json;
    const wrapped = { ...(who as object), ...id, job };
    if (form === 'wrapped') return wrapped;
    if (form === 'inside') return { job: plain };
    if (form === 'envelope') return { id: 'e-1', 'detail-type': 'job', source: 'app', detail: wrapped };
    if (form === 'text') return JSON.stringify(plain);
    return form === 'sibling' ? { file_name: 'tasks_queue_known.txt' } : plain;
  });

/** A worker's message about one of the tasks `t0` to `t4`. */
export const workerMessage: fc.Arbitrary<Json> = fc.record(
  {
    action: fc.constantFrom('mark_task_as_completed', 'mark_task_as_failed'),
    task_id: fc.nat(6).map((n) => `t${n}`),
    attempt: fc.integer({ min: 1, max: 3 }),
    stats: fc.oneof(fc.dictionary(fc.string(), fc.integer()), fc.constantFrom('{"rows":3}', '')),
    result: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom('{"rows":3}', '')),
    error: fc.record({ name: fc.string(), message: fc.string() }, { requiredKeys: [] }),
  },
  { requiredKeys: ['action', 'task_id'] },
) as fc.Arbitrary<Json>;

/** A request as function URLs and APIs pass it on. */
export const overHttp = (message: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.tuple(message, fc.boolean()).map(([body, isBase64Encoded]) => ({
    version: '2.0',
    requestContext: { http: { method: 'POST', path: '/' } },
    isBase64Encoded,
    body: isBase64Encoded ? Buffer.from(JSON.stringify(body)).toString('base64') : JSON.stringify(body),
  }));
