import { describe, expect, it } from 'vitest';
import { type SchemasConfig, schemaFor } from '../../../src/domain/job/job-schema.js';
import { refusal } from './refusal.js';

const names = (config: SchemasConfig, name?: unknown) => schemaFor(config, name).levels.map(({ singular }) => singular);
const of = (...chunkable_attrs: string[]) => ({ chunkable_attrs });
/** As JSON brings it: nothing is known of its shape. */
const unread = (config: unknown) => config as SchemasConfig;

describe('the schema of a job', () => {
  const job_schema_variants = { default: of('section'), by_word: of('topic', 'word') };

  it('is the variant that the job names, else the variant default', () => {
    expect(names({ job_schema_variants }, 'by_word')).toEqual(['topic', 'word']);
    expect(names({ job_schema_variants })).toEqual(['section']);
    expect(names({ job_schema_variants }, null)).toEqual(['section']);
    expect(names({ job_schema_variants, job_schema: of('zone') })).toEqual(['section']);
  });

  it('D06 is the plain job_schema only when there is no default variant or it is empty', () => {
    expect(names({ job_schema: of('zone') })).toEqual(['zone']);
    expect(names({ job_schema: of('zone'), job_schema_variants: { default: of() } }, 'default')).toEqual(['zone']);
    expect(names({ job_schema: of('zone'), job_schema_variants: { default: {}, other: of('x') } })).toEqual(['zone']);
    expect(names({ job_schema: {}, job_schema_variants: {} })).toEqual([]);
    expect(names({ job_schema: of('zone'), job_schema_variants: { other: of() } }, 'other')).toEqual([]);
  });

  it.each(['missing', 'constructor', '__proto__', '', 7])('is refused when the job names %j', (name) => {
    expect(refusal(() => schemaFor({ job_schema_variants }, name))).toEqual({
      code: 'job.schema',
      path: 'job.job_schema_name',
    });
  });

  it('takes attributes bare or as pairs', () => {
    expect(names(unread({ job_schema: { chunkable_attrs: [['section', {}], 'store', ['product']] } }))).toEqual([
      'section',
      'store',
      'product',
    ]);
  });

  it.each([
    [['sections'], 'schema.singular'],
    [['section', 'section'], 'schema.attribute_twice'],
    [['attempt'], 'schema.automatic_field'],
    [['greenfield'], 'schema.automatic_field'],
    [[''], 'schema.kind'],
    [['a\u0007b'], 'schema.kind'],
    [[7], 'schema.kind'],
    [[[]], 'schema.kind'],
    ['section', 'schema.kind'],
  ])('refuses %j', (chunkable_attrs, code) => {
    expect(refusal(() => schemaFor(unread({ job_schema: { chunkable_attrs } }), undefined))?.code).toBe(code);
    const variant = { job_schema_variants: { v: { chunkable_attrs } } };
    expect(refusal(() => schemaFor(unread(variant), 'v'))?.code).toBe(code);
  });

  it('names the place of a plural', () => {
    const config = { job_schema_variants: { default: of('topic', 'words') } };
    expect(refusal(() => schemaFor(config, undefined))?.path).toBe('job_schema_variants.default.chunkable_attrs.1');
  });
});
