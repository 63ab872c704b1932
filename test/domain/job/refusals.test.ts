/** What people read when a job or a schema is refused: where it is, what was expected, what was found. Values of payloads are not shown. */

import { describe, expect, it } from 'vitest';
import { labourerId } from '../../../src/domain/ids.js';
import { dayAt } from '../../../src/domain/job/calendar.js';
import { readJobEvent, refuseUnknownLabourer } from '../../../src/domain/job/job.js';
import { schemaFor, schemaOf } from '../../../src/domain/job/job-schema.js';
import { refuseUnlessJsonMap } from '../../../src/domain/job/json.js';
import { datesOfPeriod } from '../../../src/domain/job/periods.js';
import { planOf, refuseTooLargePayloads, refuseTooManyTasks } from '../../../src/domain/job/plan.js';
import { refuseUnlessQueueFile } from '../../../src/domain/job/queue-file-name.js';
import {
  chunkDates,
  chunkJob,
  constructJobData,
  getIndexFromList,
  validateListOfVals,
} from '../../../src/domain/job/scheduler-helpers.js';
import { assertQueueFileName } from '../../../src/domain/queue-file-name.js';
import type { JsonObject } from '../../../src/domain/task.js';
import { epochSeconds } from '../../../src/domain/time.js';
import { compiled, WEDNESDAY } from './compiled.js';

type Case = [code: string, message: string, call: () => unknown];
const says = (code: string, message: string, call: () => unknown) =>
  expect(call).toThrow(expect.objectContaining({ name: 'RefusedError', code, message }));
const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

const job = (keys: JsonObject) => () => compiled(keys);
const split = (sections: JsonObject[string]) => job({ isolate_sections: true, sections });
const event = (keys: unknown) => () => readJobEvent(keys);
const NAMES_AND_MAPS = 'a list of texts and numbers, or a map of names with null or a sub-job each';

describe('an event', () => {
  it.each<Case>([
    ['job.json', 'event: expected a map, or the JSON text of one', event('not json')],
    ['job.kind', 'event: expected a map, found "a list"', event('[]')],
    ['job.kind', 'event: expected a map, found "null"', event(null)],
    ['job.kind', 'event: expected a map, found "a number"', event(7)],
    ['job.kind', 'event: expected a map, found "a text"', event('"text"')],
    ['job.kind', 'event.detail: expected a map, found "a list"', event({ 'detail-type': 'x', detail: [] })],
    ['job.json', 'job: expected a map, or the JSON text of one', event({ lambda_name: 'worker', job: '{' })],
    ['job.kind', 'event.at: expected a JSON value, found "a map"', event({ lambda_name: 'worker', at: new Date(0) })],
    ['job.kind', 'event.at.0: expected a JSON value, found "a bigint"', event({ at: [1n] })],
    [
      'job.nesting',
      'event.deep.0…: expected at most 500 levels of maps and lists',
      event({ lambda_name: 'worker', deep: nested(500) }),
    ],
    [
      'job.labourer',
      'job.lambda_name: expected one labourer, by lambda_name or labourer_id, in the job or beside it, found []',
      event({}),
    ],
    [
      'job.labourer',
      'job.lambda_name: expected one labourer, by lambda_name or labourer_id, in the job or beside it, found ["a","b"]',
      event({ lambda_name: 'a', labourer_id: 'b' }),
    ],
    [
      'job.labourer',
      'job.lambda_name: expected the name or the ARN of a function, found "arn:aws:s3:::bucket"',
      event({ lambda_name: 'arn:aws:s3:::bucket' }),
    ],
    [
      'job.labourer',
      'job.lambda_name: expected the name or the ARN of a function, found "a map"',
      event({ lambda_name: { secret: 1 } }),
    ],
    ['job.job_id', 'job.job_id: expected a text, found "a number"', event({ lambda_name: 'worker', job_id: 7 })],
    [
      'queue_file.name',
      'file_name: expected the name of a queue file, as tasks_queue.txt is, found "other.txt"',
      event({ file_name: 'other.txt' }),
    ],
    [
      'job.labourer',
      'job.lambda_name: expected the name of a registered labourer, found "nobody"',
      () => refuseUnknownLabourer(labourerId('nobody'), new Set(['worker'])),
    ],
  ])('%s — %s', says);
});

describe('a job', () => {
  it.each<Case>([
    ['job.kind', 'job: expected a map, found "a list"', () => compiled([] as never)],
    ['job.kind', 'job.a: expected a JSON value, found "a function"', () => refuseUnlessJsonMap({ a: () => 1 }, 'job')],
    ['job.flag', 'job.isolate_sections: expected true or false, found "yes"', job({ isolate_sections: 'yes' })],
    [
      'job.batch_size',
      'job.max_sections_per_batch: expected a whole number above 0, found 0',
      job({ max_sections_per_batch: 0 }),
    ],
    ['job.values', `job.sections.a: expected ${NAMES_AND_MAPS}, found "a text"`, split({ a: 'secret' })],
    ['job.values', `job.sections.1: expected ${NAMES_AND_MAPS}, found "null"`, split(['a', null])],
    [
      'job.attribute_twice',
      'job.section: expected the attribute in one spelling, but sections stands beside it',
      job({ isolate_sections: true, section: 'a', sections: ['b'] }),
    ],
    [
      'job.automatic_field',
      'job.attempts: expected no attribute that is called like a field of every task',
      job({ attempts: 1 }),
    ],
    ['job.name', 'job: expected names without control characters, found "a\\nb"', job({ 'a\nb': 1 })],
    [
      'job.schema',
      'job.job_schema_name: expected one of the configured schemas (default), found "other"',
      job({ job_schema_name: 'other' }),
    ],
    [
      'job.time_zone',
      'job.time_zone: expected the name of a time zone, found 1',
      job({ period: 'today', time_zone: 1 }),
    ],
    [
      'job.time_zone',
      'job.time_zone: expected a name of the time zone database, such as Europe/Paris, found "Mars"',
      job({ period: 'today', time_zone: 'Mars' }),
    ],
    [
      'job.time_zone',
      'time_zone: expected a name of the time zone database, such as Europe/Paris, found "Mars"',
      () => dayAt(WEDNESDAY, 'Mars'),
    ],
    [
      'job.too_many_tasks',
      'job: expected at most 5 tasks (max_tasks_per_job), found 6',
      () => refuseTooManyTasks({ tasks: 6 }, 5),
    ],
    [
      'job.payload_too_large',
      'job: expected payloads of at most 9 bytes, found 10. Smaller batches, or isolation of an attribute, make smaller payloads',
      () => refuseTooLargePayloads({ payloadBytes: { min: 1, max: 10, total: 11 } }, 9),
    ],
  ])('%s — %s', says);
});

describe('a warning', () => {
  const warning = (code: string, path: string, message: string) => ({ code, path, message });
  it.each([
    [
      { isolate_days: true },
      warning('job.date_key_unused', 'job.isolate_days', 'isolate_days is passed on as it is: there is no period'),
    ],
    [
      { en_date: '2024-05-15' },
      warning('job.date_key_unused', 'job.en_date', 'en_date is passed on as it is: there is no period'),
    ],
    [
      { period: 'today', en_date: '2024-05-15' },
      warning('job.date_key_unused', 'job.en_date', 'en_date is passed on as it is: the period decides'),
    ],
    [
      { isolate_colours: true },
      warning(
        'job.flag_without_attribute',
        'job.isolate_colours',
        "isolate_colours has no effect: the job's schema does not chunk such an attribute",
      ),
    ],
  ])('of %j', (keys, expected) => {
    expect(compiled(keys).warnings).toEqual([expected]);
  });

  it('of more tasks than may be scheduled', () => {
    const message = '1 tasks are more than max_tasks_per_job allows (0): the job would be refused';
    expect(planOf(compiled({}), { maxTasks: 0 }).warnings).toEqual([warning('job.too_many_tasks', 'job', message)]);
  });

  it('is none of flags of attributes that are chunked, whatever spelling they have', () => {
    expect(compiled({ isolate_sections: true, isolate_store: true, max_product_per_batch: 2 }).warnings).toEqual([]);
  });
});

describe('a period', () => {
  const PERIODS =
    'today, yesterday, last_X_days, X_days_back, previous_X_days, last_week, {from, to}, or the name of a custom period';
  const LENGTH = '1 to 100000 days between the years 1 and 9999, the first not after the last';
  const period = (named: unknown, custom?: ReadonlyMap<string, () => string[]>) => () =>
    datesOfPeriod(named, { today: 20_000, custom });
  it.each<Case>([
    ['job.period', `job.period: expected ${PERIODS}, found "soon"`, period('soon')],
    ['job.period', `job.period: expected ${PERIODS}, found 7`, period(7)],
    ['job.period', `job.period: expected ${LENGTH}, found "last_0_days"`, period('last_0_days')],
    [
      'job.period',
      `job.period.from: expected ${LENGTH}, found {"from":"2024-05-02","to":"2024-05-01"}`,
      period({ from: '2024-05-02', to: '2024-05-01' }),
    ],
    [
      'job.period',
      'job.period.from: expected a date of the calendar as YYYY-MM-DD, found "2024-02-30"',
      period({ from: '2024-02-30' }),
    ],
    ['job.period', 'job.period.until: expected no keys but from and to', period({ from: '2024-05-01', until: 1 })],
    ['job.period', `job.period: expected ${LENGTH}, found "mine"`, period('mine', new Map([['mine', () => []]]))],
    [
      'job.period',
      'job.period: expected a date of the calendar as YYYY-MM-DD, found "x"',
      period('mine', new Map([['mine', () => ['x']]])),
    ],
    [
      'config.value',
      'custom_period_patterns: expected a name or a regular expression, found "("',
      period('mine', new Map([['(', () => []]])),
    ],
  ])('%s — %s', says);
});

describe('a schema', () => {
  const schema = (config: unknown, name?: unknown) => () => schemaFor(config as never, name);
  const attributes =
    (...names: unknown[]) =>
    () =>
      schemaOf(names as string[]);
  const ATTRIBUTE = 'the name of an attribute, alone or as the first of a pair';
  it.each<Case>([
    ['schema.kind', 'job_schema: expected a map, found "a list"', schema({ job_schema: [] })],
    [
      'schema.kind',
      'job_schema_variants.default: expected a map, found "a text"',
      schema({ job_schema_variants: { default: 'x' } }),
    ],
    [
      'schema.kind',
      'job_schema_variants.v: expected a map, found "null"',
      schema({ job_schema_variants: { v: null } }, 'v'),
    ],
    [
      'schema.kind',
      'job_schema.chunkable_attrs: expected a list, found "a map"',
      schema({ job_schema: { chunkable_attrs: {} } }),
    ],
    ['schema.kind', `chunkable_attrs.1: expected ${ATTRIBUTE}, found 7`, attributes('a', 7)],
    ['schema.kind', `chunkable_attrs.0: expected ${ATTRIBUTE}, found ""`, attributes('')],
    [
      'schema.singular',
      'chunkable_attrs.0: expected the singular name of an attribute, which does not end in s, found "shops"',
      attributes('shops'),
    ],
    [
      'schema.attribute_twice',
      'chunkable_attrs: expected each attribute once, found "b"',
      attributes('a', 'b', 'c', 'b'),
    ],
    [
      'schema.automatic_field',
      'chunkable_attrs.0: expected an attribute that is not a field of every task, found "attempt"',
      attributes('attempt'),
    ],
    [
      'schema.automatic_field',
      'chunkable_attrs.0: expected an attribute that is not a field of every task, found "greenfield"',
      attributes('greenfield'),
    ],
    [
      'job.schema',
      'job.job_schema_name: expected one of the configured schemas (there are none), found "x"',
      schema({}, 'x'),
    ],
    [
      'job.schema',
      'job.job_schema_name: expected one of the configured schemas (a, b), found 7',
      schema({ job_schema_variants: { a: {}, b: {} } }, 7),
    ],
  ])('%s — %s', says);
});

describe('a queue file', () => {
  const PLAIN = 'a plain name of 1 to 200 letters, digits, "_", "-" and ".", not beginning with "."';
  it.each<Case>([
    ['queue_file.name', `file_name: expected ${PLAIN}, found "../x"`, () => assertQueueFileName('../x')],
    ['queue_file.name', `file_name: expected ${PLAIN}, found "../x"`, () => refuseUnlessQueueFile('../x')],
    [
      'queue_file.name',
      'file_name: expected the name of a queue file, as rows.csv is, found "x.csv"',
      () => refuseUnlessQueueFile('x.csv', 'rows.csv'),
    ],
    [
      'queue_file.name',
      'file_name: expected the name of a queue file, as rows.csv is, found 7',
      () => refuseUnlessQueueFile(7, 'rows.csv'),
    ],
  ])('%s — %s', says);
});

describe('a helper of the manual', () => {
  const now = epochSeconds(1_700_000_000);
  const LIST = [] as unknown as JsonObject;
  it.each<Case>([
    ['job.kind', 'job: expected a map, found "a list"', () => constructJobData(LIST, schemaOf(['shop']), { now })],
    ['job.kind', 'job: expected a map, found "a list"', () => chunkJob(LIST, schemaOf(['shop']))],
    ['job.kind', 'job: expected a map, found "a list"', () => chunkDates(LIST, { now })],
    [
      'schema.attribute',
      'input: expected one of region, shop, found "shelf"',
      () => getIndexFromList('shelf', ['region', 'shop']),
    ],
    [
      'job.values',
      'input: expected a list of texts and numbers, or a map of nulls, found "a text"',
      () => validateListOfVals('secret'),
    ],
  ])('%s — %s', says);
});
