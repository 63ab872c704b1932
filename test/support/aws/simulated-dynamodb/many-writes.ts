/** BatchWriteItem, of which parts may be left undone, and TransactWriteItems, which is made as a whole or not at all. */

import { isDeepStrictEqual } from 'node:util';
import type {
  BatchWriteItemInput,
  BatchWriteItemOutput,
  TransactWriteItem,
  TransactWriteItemsInput,
  TransactWriteItemsOutput,
  WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { refuseOthers } from './requests.js';
import { canceled, invalid, notSimulated, otherParameters, throttled } from './service-errors.js';
import type { Tables } from './tables.js';
import { type Decided, decidedCheck, decidedDelete, decidedPut, decidedUpdate, refuseTwice } from './writes.js';

const BATCH_PARAMETERS = new Set(['RequestItems']);
const TRANSACTION_PARAMETERS = new Set(['TransactItems', 'ClientRequestToken']);
const REQUESTS_MAX = 25;
const PARTS_MAX = 100;
/** Seconds for which a transaction's token is known. */
const TOKEN_LIFE = 600;

export function batchWriteItem(tables: Tables, input: BatchWriteItemInput): BatchWriteItemOutput {
  refuseOthers(input, BATCH_PARAMETERS);
  const requests = Object.entries(input.RequestItems ?? {}).flatMap(([table, writes]) =>
    writes.map((write) => ({ table, write, decided: decidedRequest(tables, table, write) })),
  );
  if (requests.length === 0 || requests.length > REQUESTS_MAX) throw invalid(`${requests.length} in a BatchWriteItem`);
  refuseTwice(requests.map(({ decided }) => decided));
  const made = Math.max(requests.length - (tables.faults.batch?.() ?? 0), 0);
  if (made === 0) throw throttled();
  // One by one: a batch is no transaction, and whoever looks on sees each of its writes for itself.
  for (const { decided } of requests.slice(0, made)) {
    if (decided.before !== undefined || decided.after !== undefined) tables.write(decided);
  }
  const UnprocessedItems: Record<string, WriteRequest[]> = {};
  for (const { table, write } of requests.slice(made)) {
    UnprocessedItems[table] = [...(UnprocessedItems[table] ?? []), write];
  }
  return { UnprocessedItems };
}

function decidedRequest(tables: Tables, TableName: string, { PutRequest, DeleteRequest }: WriteRequest): Decided {
  if (PutRequest !== undefined) return decidedPut(tables, { TableName, Item: PutRequest.Item });
  if (DeleteRequest !== undefined) return decidedDelete(tables, { TableName, Key: DeleteRequest.Key });
  throw invalid('a write request with neither a put nor a deletion');
}

/** The transactions of one simulated DynamoDB, which knows the tokens of the last ones. */
export class Transactions {
  readonly #tables: Tables;
  readonly #made = new Map<string, { readonly at: number; readonly parts: readonly TransactWriteItem[] }>();

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  write(input: TransactWriteItemsInput): TransactWriteItemsOutput {
    refuseOthers(input, TRANSACTION_PARAMETERS);
    const { TransactItems: parts = [], ClientRequestToken: token } = input;
    if (parts.length === 0 || parts.length > PARTS_MAX) throw invalid(`${parts.length} parts in a transaction`);
    const made = token === undefined ? undefined : this.#madeWith(token);
    if (made !== undefined && isDeepStrictEqual(made, parts)) return {};
    const decided = parts.map((part) => this.#decided(part));
    refuseTwice(decided);
    if (made !== undefined) throw otherParameters();
    if (this.#tables.faults.conflict?.() === true) {
      throw canceled(parts.map((_, index) => ({ Code: index === 0 ? 'TransactionConflict' : 'None' })));
    }
    if (decided.some(({ holds }) => !holds)) throw canceled(decided.map((each, index) => reason(each, parts[index])));
    this.#tables.write(...decided.filter(({ before, after }) => before !== after));
    if (token !== undefined) this.#made.set(token, { at: this.#tables.now(), parts });
    return {};
  }

  /** The parts of the transaction that was made under this token. */
  #madeWith(token: string): readonly TransactWriteItem[] | undefined {
    const now = this.#tables.now();
    for (const [each, { at }] of this.#made) {
      if (at > now - TOKEN_LIFE) break;
      this.#made.delete(each);
    }
    return this.#made.get(token)?.parts;
  }

  #decided({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): Decided {
    if (Put !== undefined) return decidedPut(this.#tables, Put);
    if (Update !== undefined) return decidedUpdate(this.#tables, Update);
    if (Delete !== undefined) return decidedDelete(this.#tables, Delete);
    if (ConditionCheck !== undefined) return decidedCheck(this.#tables, ConditionCheck);
    throw notSimulated('a part of a transaction that is neither of Put, Update, Delete and ConditionCheck');
  }
}

function reason({ holds, before }: Decided, part: TransactWriteItem | undefined) {
  if (holds) return { Code: 'None' };
  const { ReturnValuesOnConditionCheckFailure: wanted } =
    part?.Put ?? part?.Update ?? part?.Delete ?? part?.ConditionCheck ?? {};
  return {
    Code: 'ConditionalCheckFailed',
    Message: 'The conditional request failed',
    ...(wanted === 'ALL_OLD' && before !== undefined ? { Item: before } : {}),
  };
}
