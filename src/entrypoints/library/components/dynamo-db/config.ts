/** Checks of a DynamoDbClient's config, which may come from a document. */

import { RefusedError } from '../../../../domain/errors.js';
import { booleanArgument, mapArgument, textArgument } from '../../argument.js';
import { refuseName, refusedValue } from './refusals.js';
import type { ColumnType, DynamoDbConfig, LargeNumbers } from './row-types.js';

const COLUMN_TYPES: readonly unknown[] = [
  'S',
  'N',
  'BOOL',
  'M',
  'L',
  'SS',
  'NS',
  'B',
  'BS',
  'NULL',
] satisfies ColumnType[];
const LARGE_NUMBERS: readonly unknown[] = ['refuse', 'text', 'number'] satisfies LargeNumbers[];
const TEXTS = ['table_name', 'hash_key', 'region_name'] as const;

/** Throws RefusedError `dynamo.config` for a wrong value. Keys that are not known stay, as documents have more. */
export function checkedConfig(config: unknown): DynamoDbConfig {
  const found = mapArgument({ code: CODE, path: 'config' }, config);
  const mapper = mapArgument({ code: CODE, path: 'config.row_mapper' }, found.row_mapper, 'a map of columns to types');
  for (const [name, type] of Object.entries(mapper)) {
    const path = `config.row_mapper.${name}`;
    refuseName(name, path);
    if (!COLUMN_TYPES.includes(type)) refuse(path, `one of ${COLUMN_TYPES.join(' ')}`, type);
  }
  for (const key of TEXTS) {
    if (found[key] !== undefined) textArgument({ code: CODE, path: `config.${key}` }, found[key]);
  }
  const { required_fields: required = [], dont_json_loads_results: keepsText = false, large_numbers: large } = found;
  const isNames = Array.isArray(required) && required.every((name) => typeof name === 'string');
  if (!isNames)
    throw refusedValue({ path: 'config.required_fields', expected: 'a list of columns', found: required }, CODE);
  booleanArgument({ code: CODE, path: 'config.dont_json_loads_results' }, keepsText);
  if (large !== undefined && !LARGE_NUMBERS.includes(large)) {
    refuse('config.large_numbers', `one of ${LARGE_NUMBERS.join(' ')}`, large);
  }
  // Every key that is read has been checked above.
  return found as unknown as DynamoDbConfig;
}

/** Settings are no secrets: their values may be shown. */
function refuse(path: string, expected: string, found: unknown): never {
  throw new RefusedError(CODE, { path, expected, found });
}

const CODE = 'dynamo.config';
