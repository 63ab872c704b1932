/** PutItem, UpdateItem, DeleteItem, and what a transaction has of them: each is decided first, and made if its condition holds. */

import type {
  ConditionCheck,
  Delete,
  DeleteItemInput,
  DeleteItemOutput,
  Put,
  PutItemInput,
  PutItemOutput,
  Update,
  UpdateItemInput,
  UpdateItemOutput,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import { holds } from './conditions.js';
import { refuseUnused } from './placeholders.js';
import { EXPRESSION_PARAMETERS, refuseOthers } from './requests.js';
import { conditionFailed, conflict, invalid, notSimulated } from './service-errors.js';
import type { SimulatedTable } from './simulated-table.js';
import type { Tables } from './tables.js';
import { refuseUpdate, updated } from './updates.js';

/** A write as it would be made. */
export interface Decided {
  readonly table: SimulatedTable;
  readonly key: string;
  readonly before: Item | undefined;
  /** Undefined where there is none afterwards. */
  readonly after: Item | undefined;
  /** Whether the condition holds. */
  readonly holds: boolean;
  /** Attributes that an update names. */
  readonly names: readonly string[];
}

const CONDITIONAL = [
  'TableName',
  'ConditionExpression',
  'ReturnValuesOnConditionCheckFailure',
  ...EXPRESSION_PARAMETERS,
];
const PUT_PARAMETERS = new Set(['Item', 'ReturnValues', ...CONDITIONAL]);
const UPDATE_PARAMETERS = new Set(['Key', 'UpdateExpression', 'ReturnValues', ...CONDITIONAL]);
const DELETE_PARAMETERS = new Set(['Key', 'ReturnValues', ...CONDITIONAL]);
const CHECK_PARAMETERS = new Set(['Key', ...CONDITIONAL]);

export function decidedPut(tables: Tables, put: PutItemInput | Put): Decided {
  refuseOthers(put, PUT_PARAMETERS);
  refuseUnused(put, put.ConditionExpression);
  const table = tables.of(put.TableName);
  const item = put.Item ?? {};
  const key = table.keyOf(item);
  const before = table.items.get(key);
  const after = table.accepted(item);
  return { table, key, before, after, holds: holds(put.ConditionExpression, before, put), names: [] };
}

export function decidedUpdate(tables: Tables, update: UpdateItemInput | Update): Decided {
  refuseOthers(update, UPDATE_PARAMETERS);
  refuseUnused(update, update.ConditionExpression, update.UpdateExpression);
  const table = tables.of(update.TableName);
  const key = table.keyGiven(update.Key);
  const before = table.items.get(key);
  const changes = update.UpdateExpression ?? '';
  refuseUpdate(changes, table.keyNames, update);
  if (!holds(update.ConditionExpression, before, update)) {
    return { table, key, before, after: before, holds: false, names: [] };
  }
  const made = updated(changes, before ?? update.Key ?? {}, update);
  return { table, key, before, after: table.accepted(made.after), holds: true, names: made.names };
}

export function decidedDelete(tables: Tables, deletion: DeleteItemInput | Delete): Decided {
  refuseOthers(deletion, DELETE_PARAMETERS);
  return decidedByKey(tables, deletion);
}

/** A check changes nothing. */
export function decidedCheck(tables: Tables, check: ConditionCheck): Decided {
  refuseOthers(check, CHECK_PARAMETERS);
  const decided = decidedByKey(tables, check);
  return { ...decided, after: decided.before };
}

function decidedByKey(tables: Tables, request: DeleteItemInput | Delete | ConditionCheck): Decided {
  refuseUnused(request, request.ConditionExpression);
  const table = tables.of(request.TableName);
  const key = table.keyGiven(request.Key);
  const before = table.items.get(key);
  const after = undefined;
  return { table, key, before, after, holds: holds(request.ConditionExpression, before, request), names: [] };
}

export function putItem(tables: Tables, input: PutItemInput): PutItemOutput {
  return madeAlone(tables, input, () => decidedPut(tables, input));
}

export function updateItem(tables: Tables, input: UpdateItemInput): UpdateItemOutput {
  return madeAlone(tables, input, () => decidedUpdate(tables, input));
}

export function deleteItem(tables: Tables, input: DeleteItemInput): DeleteItemOutput {
  return madeAlone(tables, input, () => decidedDelete(tables, input));
}

type Input = Pick<UpdateItemInput, 'ReturnValues' | 'ReturnValuesOnConditionCheckFailure'>;

function madeAlone(tables: Tables, input: Input, decide: () => Decided): { Attributes?: Item } {
  if (tables.faults.conflict?.() === true) throw conflict();
  const decided = decide();
  if (!decided.holds) {
    throw conditionFailed(input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? decided.before : undefined);
  }
  const Attributes = returned(decided, input.ReturnValues);
  // Nothing is there to be deleted.
  if (decided.before !== undefined || decided.after !== undefined) tables.write(decided);
  return Attributes === undefined ? {} : { Attributes };
}

function returned({ before, after, names }: Decided, which: Input['ReturnValues']): Item | undefined {
  switch (which) {
    case undefined:
    case 'NONE':
      return undefined;
    case 'ALL_OLD':
      return before;
    case 'ALL_NEW':
      return after;
    case 'UPDATED_NEW':
      return only(names, after);
    case 'UPDATED_OLD':
      return only(names, before);
    default:
      throw notSimulated(`ReturnValues ${which}`);
  }
}

/** Undefined where the item has none of them. */
function only(names: readonly string[], item: Item | undefined): Item | undefined {
  const values = names.flatMap((name) => (item?.[name] === undefined ? [] : [[name, item[name]] as const]));
  return values.length === 0 ? undefined : Object.fromEntries(values);
}

/** Throws for two writes of one item in one request. */
export function refuseTwice(writes: readonly Pick<Decided, 'table' | 'key'>[]): void {
  const seen = new Set(writes.map(({ table, key }) => `${table.definition.name}\u0000${key}`));
  if (seen.size < writes.length) throw invalid('A request cannot include multiple operations on one item');
}
