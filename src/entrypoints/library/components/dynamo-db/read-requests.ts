/** What is asked of DynamoDB to read by query and by scan. */

import type { QueryCommandInput, ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { Expression } from '../../../../adapters/dynamodb/expression.js';
import { RefusedError } from '../../../../domain/errors.js';
import { booleanArgument, numberArgument } from '../../argument.js';
import { type Filter, filterExpression } from './filter.js';
import { type KeyComparison, keyConditions } from './keys.js';
import { isPlainMap, refusedValue } from './refusals.js';
import type { RowCodec } from './row-codec.js';

/** What queries and scans have in common. */
export interface ReadOptions {
  /** Default: the config's `table_name`. */
  readonly tableName?: string | undefined;
  /** A secondary index to read instead of the table. */
  readonly indexName?: string | undefined;
  /** Whether attributes without a mapping are given too, all of them as they are stored; default false. */
  readonly fetchAllFields?: boolean | undefined;
  /** Reads what all earlier writes left, for twice the capacity. Global indexes cannot. */
  readonly consistentRead?: boolean | undefined;
  readonly filterExpression?: Filter | undefined;
}

/** How `getByQuery` reads. */
export interface QueryOptions extends ReadOptions {
  /** How a range key is compared; `=` for those not named. */
  readonly comparisons?: { readonly [key: string]: KeyComparison } | undefined;
  /** At most so many rows; not together with `returnCount`. */
  readonly maxItems?: number | undefined;
  /** The number of rows instead of the rows. */
  readonly returnCount?: boolean | undefined;
  /** From the highest range key down. */
  readonly desc?: boolean | undefined;
  /** Needed by the old system for reserved words. Here every name is sent by a placeholder, and this changes nothing. */
  readonly exprAttrsNames?: readonly string[] | undefined;
}

/** What `getByScan` reads. */
export interface ScanOptions extends ReadOptions {
  /** Names and values that rows must have to be given. The whole table is read all the same. */
  readonly attrs?: { readonly [column: string]: unknown } | undefined;
}

/** DynamoDB's greatest limit of a page. */
const LIMIT_MAX = 2 ** 31 - 1;

/** Throws RefusedError `dynamo.option`, `dynamo.key`, `dynamo.comparison`, `dynamo.filter`, or what a value is refused for. */
export function queryRequest(table: string, keys: unknown, options: QueryOptions, codec: RowCodec): QueryCommandInput {
  refuseOptions(options, ['fetchAllFields', 'consistentRead', 'returnCount', 'desc']);
  const { indexName, maxItems, returnCount = false, desc = false, consistentRead } = options;
  if (maxItems !== undefined) {
    numberArgument({ code: CODE, path: 'options.maxItems' }, maxItems, { from: 1, to: LIMIT_MAX, whole: true });
    if (returnCount) refuseTogether('maxItems', 'no maxItems beside returnCount, which counts every row');
  }
  if (indexName !== undefined && consistentRead === true) {
    refuseTogether('consistentRead', 'no consistentRead beside indexName: global indexes have none');
  }
  const expression = new Expression();
  const conditions = keyConditions(keys, options.comparisons ?? {}, expression, codec);
  return {
    TableName: table,
    KeyConditionExpression: conditions,
    ...readParts(options, expression, codec),
    ...(maxItems === undefined ? {} : { Limit: maxItems }),
    ...(desc ? { ScanIndexForward: false } : {}),
    ...(returnCount ? { Select: 'COUNT' as const } : {}),
    ...expression.attributes,
  };
}

/** Throws RefusedError `dynamo.option`, `dynamo.filter`, or what a value is refused for. */
export function scanRequest(table: string, options: ScanOptions, codec: RowCodec): ScanCommandInput {
  refuseOptions(options, ['fetchAllFields', 'consistentRead']);
  const { attrs = {} } = options;
  if (!isPlainMap(attrs))
    throw refusedValue({ path: 'options.attrs', expected: 'a map of columns', found: attrs }, CODE);
  const expression = new Expression();
  const equalities = Object.entries(codec.toDynamo(attrs, { strict: false }, 'options.attrs')).map(([name, value]) =>
    expression.equals(name, value),
  );
  const { FilterExpression, ...parts } = readParts(options, expression, codec);
  const filter = [...equalities, ...(FilterExpression === undefined ? [] : [FilterExpression])].join(' AND ');
  return {
    TableName: table,
    ...parts,
    ...(filter === '' ? {} : { FilterExpression: filter }),
    ...expression.attributes,
  };
}

function readParts(options: ReadOptions, expression: Expression, codec: RowCodec) {
  const { indexName, consistentRead, filterExpression: filter } = options;
  return {
    ...(indexName === undefined ? {} : { IndexName: indexName }),
    ...(consistentRead === undefined ? {} : { ConsistentRead: consistentRead }),
    ...(filter === undefined
      ? {}
      : { FilterExpression: filterExpression(filter, expression, codec, 'options.filterExpression') }),
  };
}

/** Throws RefusedError `dynamo.option` unless options are a map, and those named true, false or absent. */
export function refuseOptions(options: unknown, flags: readonly string[] = []): void {
  if (!isPlainMap(options)) throw refusedValue({ path: 'options', expected: 'a map of options', found: options }, CODE);
  for (const flag of flags) {
    if (options[flag] !== undefined) booleanArgument({ code: CODE, path: `options.${flag}` }, options[flag]);
  }
  const { indexName } = options;
  if (indexName === undefined || (typeof indexName === 'string' && indexName !== '')) return;
  throw refusedValue({ path: 'options.indexName', expected: "an index's name", found: indexName }, CODE);
}

function refuseTogether(option: string, expected: string): never {
  throw new RefusedError(CODE, { path: `options.${option}`, expected });
}

const CODE = 'dynamo.option';
