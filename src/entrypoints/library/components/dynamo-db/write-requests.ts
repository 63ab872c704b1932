/** What is asked of DynamoDB to put, change and delete a row, alone or as a part of a transaction. */

import type {
  DeleteItemCommandInput,
  PutItemCommandInput,
  TransactWriteItem,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../adapters/dynamodb/attribute-values.js';
import { Expression } from '../../../../adapters/dynamodb/expression.js';
import { RefusedError } from '../../../../domain/errors.js';
import { booleanArgument } from '../../argument.js';
import { type Filter, filterExpression } from './filter.js';
import { refuseTooLarge } from './item-size.js';
import { typedKey } from './keys.js';
import { refuseOptions } from './read-requests.js';
import { isPlainMap, refuseName, refusedValue } from './refusals.js';
import type { RowCodec } from './row-codec.js';

/** Where and how a row is put. */
export interface PutOptions {
  /** Default: the config's `table_name`. */
  readonly tableName?: string | undefined;
  /** Whether a row of the same key is replaced; default true. False needs the config's `hash_key`. */
  readonly overwriteExisting?: boolean | undefined;
}

/** What becomes of a row's attributes; at least one of the three. */
export interface Changes<Part = { readonly [column: string]: unknown }> {
  readonly attributesToUpdate?: Part | undefined;
  /** What is added to each number; one that is not there yet counts as 0. */
  readonly attributesToIncrement?: { readonly [column: string]: number | bigint | string } | undefined;
  readonly attributesToRemove?: readonly string[] | undefined;
  /** Default: the config's `table_name`. */
  readonly tableName?: string | undefined;
  /** What must hold for the row as it is stored. */
  readonly conditionExpression?: Filter | undefined;
}

/** The parts of a request that a transaction takes too. */
type UpdateRequest = UpdateItemCommandInput & { readonly UpdateExpression: string };

/** Throws RefusedError `dynamo.key` for a row without its hash key, `dynamo.item_too_large`, `dynamo.required_field`, or for a value. */
export function putRequest(
  table: string,
  row: unknown,
  options: PutOptions,
  { codec, hashKey }: { codec: RowCodec; hashKey: string | undefined },
): PutItemCommandInput & { readonly Item: Item } {
  refuseOptions(options);
  const { overwriteExisting = true } = options;
  booleanArgument({ code: 'dynamo.option', path: 'options.overwriteExisting' }, overwriteExisting);
  const item = codec.toDynamo(row, { strict: false });
  if (hashKey !== undefined && !Object.hasOwn(item, hashKey)) {
    throw refusedValue(
      { path: `row.${hashKey}`, expected: 'a value: it is the hash key', found: undefined },
      'dynamo.key',
    );
  }
  codec.refuseIncomplete(item);
  refuseTooLarge(item, 'row');
  if (overwriteExisting) return { TableName: table, Item: item };
  if (hashKey === undefined) {
    throw new RefusedError('dynamo.config', {
      path: 'config.hash_key',
      expected: 'the hash key, to see whether a row exists',
    });
  }
  const expression = new Expression();
  const ConditionExpression = expression.absent(hashKey);
  return { TableName: table, Item: item, ConditionExpression, ...expression.attributes };
}

/** Throws RefusedError `dynamo.key`. */
export const deleteRequest = (
  table: string,
  keys: unknown,
  codec: RowCodec,
): DeleteItemCommandInput & { readonly Key: Item } => ({ TableName: table, Key: typedKey(keys, codec) });

/** `mustExist` names an attribute of the key. Throws RefusedError `dynamo.update`, `dynamo.key`, `dynamo.filter`, or for a value. */
export function updateRequest(
  table: string,
  keys: unknown,
  changes: Changes,
  { codec, mustExist }: { codec: RowCodec; mustExist?: string },
): UpdateRequest & { readonly Key: Item } {
  refuseOptions(changes);
  const key = typedKey(keys, codec);
  const { attributesToUpdate = {}, attributesToIncrement = {}, attributesToRemove = [], conditionExpression } = changes;
  refuseNothingTwice({ attributesToUpdate, attributesToIncrement, attributesToRemove }, key);
  const set = codec.toDynamo(attributesToUpdate, { strict: false }, 'changes.attributesToUpdate');
  refuseTooLarge(set, 'changes.attributesToUpdate');
  const expression = new Expression();
  const sets = [
    ...Object.entries(set).map(([name, value]) => expression.equals(name, value)),
    ...increments(attributesToIncrement, expression, codec),
  ];
  const removed = attributesToRemove.map((name) => expression.name(name));
  const conditions = [
    ...(mustExist === undefined ? [] : [expression.exists(mustExist)]),
    ...(conditionExpression === undefined
      ? []
      : [filterExpression(conditionExpression, expression, codec, 'changes.conditionExpression')]),
  ];
  return {
    TableName: table,
    Key: key,
    UpdateExpression: [
      ...(sets.length === 0 ? [] : [`SET ${sets.join(', ')}`]),
      ...(removed.length === 0 ? [] : [`REMOVE ${removed.join(', ')}`]),
    ].join(' '),
    ...(conditions.length === 0 ? {} : { ConditionExpression: conditions.join(' AND ') }),
    ...expression.attributes,
  };
}

function increments(by: Readonly<Record<string, unknown>>, expression: Expression, codec: RowCodec): string[] {
  const entries = Object.entries(by);
  if (entries.length === 0) return [];
  const zero = expression.value({ N: '0' });
  return entries.map(([name, value]) => {
    const path = `changes.attributesToIncrement.${name}`;
    refuseName(name, path);
    const type = codec.typeOf(name) ?? 'N';
    if (type !== 'N') throw refusedUpdate(path, `a column of numbers (the row_mapper says ${type})`, value);
    const typed = expression.value(codec.untypedValue(name, value ?? undefined, path, 'N'));
    const mark = expression.name(name);
    return `${mark} = if_not_exists(${mark}, ${zero}) + ${typed}`;
  });
}

/** An update must change something, each attribute once, and none of the key. */
function refuseNothingTwice(
  {
    attributesToUpdate,
    attributesToIncrement,
    attributesToRemove,
  }: Record<keyof Changes & `attributesTo${string}`, unknown>,
  key: Item,
): void {
  const maps = Object.entries({ attributesToUpdate, attributesToIncrement }).map(([option, map]) => {
    if (isPlainMap(map)) return { option, names: Object.keys(map) };
    throw refusedUpdate(`changes.${option}`, 'a map of columns', map);
  });
  const removed: readonly unknown[] = Array.isArray(attributesToRemove) ? attributesToRemove : [undefined];
  const seen = new Set<string>();
  for (const { option, names } of [...maps, { option: 'attributesToRemove', names: removed }]) {
    for (const name of names) {
      const path = `changes.${option}`;
      if (typeof name !== 'string') throw refusedUpdate(path, 'a list of names', attributesToRemove);
      refuseName(name, path);
      if (Object.hasOwn(key, name)) throw refusedUpdate(`${path}.${name}`, 'no attribute of the key: it names the row');
      if (seen.has(name)) throw refusedUpdate(`${path}.${name}`, 'each attribute once');
      seen.add(name);
    }
  }
  if (seen.size === 0) {
    throw refusedUpdate(
      'changes',
      'attributesToUpdate, attributesToIncrement or attributesToRemove with something in it',
    );
  }
}

const refusedUpdate = (path: string, expected: string, ...found: readonly unknown[]) =>
  found.length === 0
    ? new RefusedError('dynamo.update', { path, expected })
    : refusedValue({ path, expected, found: found[0] }, 'dynamo.update');

const ACTIONS: readonly string[] = ['Put', 'Update', 'Delete', 'ConditionCheck'] satisfies (keyof TransactWriteItem)[];

/** Throws RefusedError `dynamo.transaction` unless the part is one of DynamoDB's. */
export function refuseUnlessTransactionItem(item: unknown, path: string): asserts item is TransactWriteItem {
  const [action, ...others] = isPlainMap(item) ? Object.keys(item) : [];
  if (action !== undefined && others.length === 0 && ACTIONS.includes(action)) return;
  throw refusedValue(
    { path, expected: `one of ${ACTIONS.join(', ')}, as makePutTransactionItem gives it`, found: item },
    'dynamo.transaction',
  );
}
