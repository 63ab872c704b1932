import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cron } from 'croner';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { MemoryConfigSource } from '../../src/adapters/memory/memory-config-source.js';
import type { Json } from '../../src/domain/task.js';
import { loadConfig } from '../../src/entrypoints/config/load-config.js';
import { loadConfigDocuments } from '../../src/entrypoints/config/load-documents.js';
import { fuzz, fuzzTimeout, outcomeOf, tellFigures } from './support/campaign.js';
import { nearlyRight, strangeText, withSlips } from './support/strange.js';

/** A hundred problems of 1,500 characters each, and their places. */
const DOCUMENT_MESSAGE_MAX = 170_000;

const folder = mkdtempSync(join(tmpdir(), 'sosw-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, 'worker.mjs'), 'export const handler = () => {};\n');

const metric: fc.Arbitrary<Json> = fc.record({
  details: fc.record({
    Name: fc.string({ minLength: 1 }),
    Namespace: fc.constant('AWS/RDS'),
    Period: fc.integer({ min: 60, max: 300 }),
  }),
  feelings: fc.constantFrom({ 4: 25, 3: 50, 2: 75 }, { 4: 1 }),
  feeling_comparison_operator: fc.constantFrom('<=', 'lt', '<'),
}) as fc.Arbitrary<Json>;

const labourer: fc.Arbitrary<Json> = fc.record(
  {
    max_simultaneous_invocations: fc.nat(100),
    duration: fc.integer({ min: 1, max: 900 }),
    max_attempts: fc.integer({ min: 1, max: 9 }),
    retry_policy: fc.constantFrom('linear', 'exponential'),
    health_metrics: fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), metric, { maxKeys: 2 }),
    local: fc.constantFrom({ module: './worker.mjs' }, { command: ['true'] }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Json>;

const schedule = fc.record(
  {
    cron: fc.constantFrom('0 2 * * *', '*/5 * * * 1-5', '0 0 31 2 *', '1 2 3 L * *', '0 0 1 1 * 2099'),
    time_zone: fc.constantFrom('UTC', 'Asia/Kathmandu'),
    job: fc.constant({ lambda_name: 'a', sections: ['x'], isolate_sections: true }),
  },
  { requiredKeys: ['cron', 'job'] },
);

const config: fc.Arbitrary<Json> = fc.record(
  {
    task_config: fc.record({ labourers: labourer.map((own) => ({ a: own, b: null })) }),
    job_schema: fc.constant({ chunkable_attrs: [['section', {}], 'store'] }),
    job_schema_variants: fc.constant({ other: { chunkable_attrs: ['city'] } }),
    time_zone: fc.constantFrom('UTC', 'America/Lima'),
    custom_period_patterns: fc.constant({ weekend: { from: -7, weekdays: ['saturday'] }, 'm\\d': { month: -1 } }),
    schedules: fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), schedule, { maxKeys: 2 }),
    invocation_number_coefficient: fc.constantFrom({ 2: 0.5 }, {}),
    s3_prefix: fc.constantFrom('a/b', '/a/'),
    rows_to_process: fc.integer({ min: 1, max: 100 }),
  },
  { requiredKeys: ['task_config'] },
) as fc.Arbitrary<Json>;

/** Pieces of YAML that mean more than they seem to. */
const PIECES = [
  '*nobody',
  '&a [*a]',
  '<<: *d\n',
  '<<: 5\n',
  '? [x]\n: y\n',
  '!!binary aGk=',
  '!!set {a, b}',
  '!!timestamp 2001-01-01',
  '%YAML 1.1\n---\n',
  '---\n',
  '...\n',
  '.inf',
  '.nan',
  '0o17',
  '0x1F',
  '!<tag> x',
  '|\n',
  '"\\u0000"',
  '\t',
  '\ufeff',
  '\u0085',
  ': ',
  '- ',
  '# ',
  "'",
  '[[[[[[[[',
  '{{{{{{{{',
  '- '.repeat(600),
  '['.repeat(3000),
  '{a: '.repeat(3000),
];

/** Text with pieces put in, left out and repeated: anything from a slip to rubbish. */
const damaged = (text: fc.Arbitrary<string>): fc.Arbitrary<string> => {
  const cut = fc.record({
    at: fc.nat(),
    length: fc.nat(20),
    piece: fc.oneof(fc.constantFrom('', ...PIECES), strangeText),
  });
  return fc.tuple(text, fc.array(cut, { maxLength: 3 })).map(([whole, cuts]) =>
    cuts.reduce((left, { at, length, piece }) => {
      const place = at % (left.length + 1);
      return left.slice(0, place) + piece + left.slice(place + length);
    }, whole),
  );
};

/** The text of a value, in the form that the reader is to be tried with. */
function textOf(value: Json, form: 'json' | 'yaml'): string {
  try {
    return form === 'json' ? JSON.stringify(value, undefined, 1) : stringify(value, { aliasDuplicateObjects: false });
  } catch {
    return '['.repeat(20_000);
  }
}

async function loaded(text: string) {
  const file = join(folder, 'sosw.yaml');
  writeFileSync(file, text);
  const outcome = await outcomeOf(() => loadConfig(file), DOCUMENT_MESSAGE_MAX);
  if (outcome.kind === 'answered') {
    for (const { cron, timeZone: timezone } of outcome.value.schedules) {
      new Cron(cron, { timezone, paused: true }).nextRun(new Date('2026-01-31T00:00:00Z'));
    }
    expect(outcome.value.labourers.all().every(({ cap }) => Number.isSafeInteger(cap) && cap >= 0)).toBe(true);
  }
  return outcome;
}

tellFigures();

describe('any configuration', () => {
  it(
    'in a file is in force as a whole, or refused with the place of what is wrong',
    async () => {
      const input = fc.record({ value: nearlyRight(config), form: fc.constantFrom('json' as const, 'yaml' as const) });
      await fuzz('configuration files', input, 60, ({ value, form }) => loaded(textOf(withSlips(value), form)));
    },
    fuzzTimeout,
  );

  it(
    'in a damaged file is read or refused',
    async () => {
      const text = damaged(config.map((value) => textOf(value, 'yaml')));
      await fuzz('damaged configuration files', text, 100, loaded);
    },
    fuzzTimeout,
  );

  it(
    'in stored documents is in force as a whole, or refused',
    async () => {
      const documents = fc.record({ shared: nearlyRight(config), own: nearlyRight(config), text: fc.boolean() });
      await fuzz('stored configurations', documents, 100, async ({ shared, own, text }) => {
        const value = withSlips(shared);
        const source = new MemoryConfigSource({
          sosw_essential_config: text ? textOf(value, 'json') : value,
          sosw_scheduler_config: withSlips(own),
        });
        return outcomeOf(() => loadConfigDocuments(source, 'sosw_scheduler'), DOCUMENT_MESSAGE_MAX);
      });
    },
    fuzzTimeout,
  );

  it(
    'with any line of cron in any time zone is scheduled or refused',
    async () => {
      const field = fc.constantFrom(
        '*',
        '0',
        '59',
        '60',
        '*/5',
        '*/0',
        '1-5',
        '5-1',
        '1,2',
        'L',
        'W',
        '15W',
        '#',
        '5#2',
        'MON',
        '?',
        '-1',
        '1/',
        '1e3',
      );
      const cron = fc.oneof(
        fc.array(field, { minLength: 4, maxLength: 8 }).map((fields) => fields.join(' ')),
        strangeText,
      );
      const zone = fc.oneof(fc.constantFrom('UTC', 'Europe/Paris', 'EST5EDT', '+02:00', 'utc'), strangeText);
      await fuzz('schedules', fc.record({ cron, zone }), 100, ({ cron: line, zone: time_zone }) => {
        const job = { lambda_name: 'a' };
        return loaded(
          JSON.stringify({ task_config: { labourers: { a: {} } }, schedules: { s: { cron: line, time_zone, job } } }),
        );
      });
    },
    fuzzTimeout,
  );
});
