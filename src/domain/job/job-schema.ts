/** Job schemas: which attributes of a job are chunked, in which order, and which schema a job falls under. */

import { RefusedError } from '../errors.js';
import { CONTROL_CHARACTER } from '../ids.js';
import { isAutomaticField } from '../task-fields.js';
import { isMap, kindOf } from './json.js';

/** A schema as it is configured: attributes in the singular, outermost first, bare or as pairs `["section", {}]`. */
export interface SchemaConfig {
  readonly chunkable_attrs?: readonly (string | readonly [string, ...unknown[]])[];
}

/** The part of the Scheduler's configuration that this file reads. */
export interface SchemasConfig {
  readonly job_schema?: SchemaConfig | undefined;
  readonly job_schema_variants?: Readonly<Record<string, SchemaConfig>> | undefined;
}

/** One level of chunking: an attribute in both spellings. A job may use either, tasks always carry the plural. */
export interface Level {
  readonly singular: string;
  readonly plural: string;
  /** Names of its flags, the documented plural spelling first. */
  readonly isolateFlags: readonly string[];
  readonly batchFlags: readonly string[];
}

/** What jobs may be cut by. */
export interface JobSchema {
  /** Outermost first. */
  readonly levels: readonly Level[];
  /** Names of the flags of all levels. */
  readonly flagNames: ReadonlySet<string>;
}

const DEFAULT_VARIANT = 'default';

/**
 * The schema that a job falls under: the variant that `job_schema_name` picks, else the variant `default`. The plain `job_schema`
 * takes the place of a `default` that is absent or has no attributes, as configurations of older documents need it.
 *
 * @param config - `job_schema` and `job_schema_variants`.
 * @param name - The job's `job_schema_name`; undefined and null are none.
 * @returns The schema, checked.
 * @throws RefusedError `job.schema` for a name that is not configured; `schema.kind`, `schema.singular`,
 *   `schema.attribute_twice`, `schema.automatic_field` for a schema that is none.
 * @example
 * ```ts
 * schemaFor({ job_schema: { chunkable_attrs: ['region', 'shop'] } }, undefined).levels.length; // 2
 * ```
 */
export function schemaFor(config: SchemasConfig, name: unknown): JobSchema {
  const variants = config.job_schema_variants ?? {};
  const wanted = name === undefined || name === null ? DEFAULT_VARIANT : name;
  const variant = typeof wanted === 'string' && Object.hasOwn(variants, wanted) ? variants[wanted] : undefined;
  if (wanted !== DEFAULT_VARIANT) {
    if (variant === undefined) throw unknownSchema(name, Object.keys(variants));
    return readSchema(variant, `job_schema_variants.${wanted}`);
  }
  const byDefault = readSchema(variant ?? {}, `job_schema_variants.${DEFAULT_VARIANT}`);
  return byDefault.levels.length > 0 ? byDefault : readSchema(config.job_schema ?? {}, 'job_schema');
}

/**
 * The schema of some attributes.
 *
 * @param attributes - In the singular, outermost first.
 * @param path - Where they stand, for refusals.
 * @returns The schema.
 * @throws RefusedError `schema.kind`, `schema.singular`, `schema.attribute_twice`, `schema.automatic_field`.
 * @example
 * ```ts
 * schemaOf(['region', 'shop']).levels.map(({ plural }) => plural); // ['regions', 'shops']
 * ```
 */
export function schemaOf(attributes: readonly string[], path = 'chunkable_attrs'): JobSchema {
  const levels = attributes.map((singular, index) => readLevel(singular, `${path}.${index}`));
  const repeated = attributes.find((name, index) => attributes.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new RefusedError('schema.attribute_twice', { path, expected: 'each attribute once', found: repeated });
  }
  return {
    levels,
    flagNames: new Set(levels.flatMap(({ isolateFlags, batchFlags }) => [...isolateFlags, ...batchFlags])),
  };
}

function readSchema(config: unknown, path: string): JobSchema {
  if (!isMap(config)) throw new RefusedError('schema.kind', { path, expected: 'a map', found: kindOf(config) });
  const listed = config.chunkable_attrs ?? [];
  const at = `${path}.chunkable_attrs`;
  if (!Array.isArray(listed))
    throw new RefusedError('schema.kind', { path: at, expected: 'a list', found: kindOf(listed) });
  return schemaOf(
    listed.map((entry: unknown) => (Array.isArray(entry) ? entry[0] : entry)),
    at,
  );
}

function readLevel(singular: unknown, path: string): Level {
  if (typeof singular !== 'string' || singular === '' || CONTROL_CHARACTER.test(singular)) {
    const expected = 'the name of an attribute, alone or as the first of a pair';
    throw new RefusedError('schema.kind', { path, expected, found: singular });
  }
  if (singular.endsWith('s')) {
    throw new RefusedError('schema.singular', {
      path,
      expected: 'the singular name of an attribute, which does not end in s',
      found: singular,
    });
  }
  const plural = `${singular}s`;
  if (isAutomaticField(singular) || isAutomaticField(plural)) {
    throw new RefusedError('schema.automatic_field', {
      path,
      expected: 'an attribute that is not a field of every task',
      found: singular,
    });
  }
  const spellings = [plural, singular];
  return {
    singular,
    plural,
    isolateFlags: spellings.map((name) => `isolate_${name}`),
    batchFlags: spellings.map((name) => `max_${name}_per_batch`),
  };
}

const unknownSchema = (found: unknown, known: readonly string[]) =>
  new RefusedError('job.schema', {
    path: 'job.job_schema_name',
    expected: `one of the configured schemas (${known.join(', ') || 'there are none'})`,
    found,
  });
