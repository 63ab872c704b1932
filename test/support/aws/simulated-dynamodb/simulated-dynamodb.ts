/**
 * DynamoDB in memory, for simulated worlds: the requests that the product makes, answered at once and the same each time, with the
 * faults that a world wants.
 */

import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import type { CommandName } from './dynamo-faults.js';
import { batchWriteItem, Transactions } from './many-writes.js';
import { query } from './query.js';
import { batchGetItem, getItem } from './reads.js';
import { METADATA } from './requests.js';
import { isRepeated, notSimulated, throttled, timedOut, unavailable } from './service-errors.js';
import { Tables, type TablesParts } from './tables.js';
import { deleteItem, putItem, updateItem } from './writes.js';

/** How one process reaches the simulated service. */
export interface Connection {
  /** Sendings of one request, at most: the SDK repeats what was throttled, failed or lost. One without it. */
  readonly attempts?: number;
  /** Awaited before a repeat, whose number (from 2) it is given; without it repeats follow at once. */
  readonly pause?: (attempt: number) => Promise<void>;
  /** Awaited before a sending takes effect: its way there. One that never resolves is a process that died before it. */
  readonly before?: (command: CommandName) => Promise<void>;
  /** Awaited before the answer or the error is given: its way back. */
  readonly after?: (command: CommandName) => Promise<void>;
}

export class SimulatedDynamoDb {
  /** One that never repeats; whatever is sent takes effect within the call of `send`, so that the order of calls is that of effects. */
  readonly client: DynamoDBClient;
  readonly #tables: Tables;
  readonly #transactions: Transactions;
  #tokens = 0;

  constructor(options: TablesParts) {
    this.#tables = new Tables(options);
    this.#transactions = new Transactions(this.#tables);
    this.client = this.connect();
  }

  /** A client of its own. Only `send` with a command and `destroy` are there; nothing in it waits for timers or for the outside. */
  connect(connection: Connection = {}): DynamoDBClient {
    const send = (command: object) => this.#send(command, connection);
    // What the SDK's paginators ask of a client is that it is one.
    return Object.assign(Object.create(DynamoDBClient.prototype), { send, destroy: () => {} }) as DynamoDBClient;
  }

  /**
   * Deletes, as TTL does, what is over by `by` (epoch seconds; now without it). Where `chance` says false an item is spared until the
   * next time: TTL is often days late.
   */
  expire(chance: () => boolean = () => true, by: number = this.#tables.now()): void {
    for (const table of this.#tables.all()) {
      for (const key of table.expired(by, () => !chance())) this.#tables.write({ table, key, after: undefined });
    }
  }

  /** The items of a table as they are. They are not to be changed, and cannot be. */
  table(name: string): Iterable<Item> {
    return this.#tables.of(name).items.values();
  }

  /** An item by the text of its key, as `onWrite` gives it: the hash key's, and behind a zero character the range key's. */
  item(table: string, key: string): Item | undefined {
    return this.#tables.of(table).items.get(key);
  }

  /** Puts an item over what is there, as a hand or another system would; no fault meets it, only the lag of indexes. */
  put(table: string, item: Item): void {
    const to = this.#tables.of(table);
    this.#tables.write({ table: to, key: to.keyOf(item), after: to.accepted(item) });
  }

  /** Brings all indexes up to date, and eventually consistent reads. */
  settle(): void {
    for (const table of this.#tables.all()) table.settle();
  }

  async #send(command: object, { attempts = 1, pause, before, after }: Connection): Promise<object> {
    const name = nameOf(command);
    const token = attempts > 1 ? `token-${++this.#tokens}` : undefined;
    for (let attempt = 1; ; attempt++) {
      if (attempt > 1 && pause !== undefined) await pause(attempt);
      if (before !== undefined) await before(name);
      const outcome = this.#tried(name, command, token);
      if (after !== undefined) await after(name);
      if ('output' in outcome) return { ...outcome.output, $metadata: METADATA };
      if (attempt >= attempts || !isRepeated(outcome.error)) throw outcome.error;
    }
  }

  #tried(name: CommandName, command: object, token: string | undefined): { output: object } | { error: unknown } {
    try {
      return { output: this.#faulty(name, command, token) };
    } catch (error) {
      return { error };
    }
  }

  #faulty(name: CommandName, command: object, token: string | undefined): object {
    const fault = this.#tables.faults.request?.(name) ?? 'none';
    switch (fault) {
      case 'none':
        return this.#answer(command, token);
      case 'throttle':
        throw throttled();
      case 'unavailable':
        throw unavailable();
      case 'lose':
        this.#lost(command, token);
        throw timedOut();
    }
  }

  /** Done or refused: nobody hears of it. */
  #lost(command: object, token: string | undefined): void {
    try {
      this.#answer(command, token);
    } catch (error) {
      if ((error as Error).name === 'ValidationException') throw error;
    }
  }

  #answer(command: object, token: string | undefined): object {
    const tables = this.#tables;
    if (command instanceof GetItemCommand) return getItem(tables, command.input);
    if (command instanceof PutItemCommand) return putItem(tables, command.input);
    if (command instanceof UpdateItemCommand) return updateItem(tables, command.input);
    if (command instanceof QueryCommand) return query(tables, command.input);
    if (command instanceof TransactWriteItemsCommand) {
      const given = command.input.ClientRequestToken ?? token;
      return this.#transactions.write({ ...command.input, ClientRequestToken: given });
    }
    if (command instanceof BatchGetItemCommand) return batchGetItem(tables, command.input);
    if (command instanceof BatchWriteItemCommand) return batchWriteItem(tables, command.input);
    if (command instanceof DeleteItemCommand) return deleteItem(tables, command.input);
    throw notSimulated(command.constructor.name);
  }
}

const NAMES: ReadonlyMap<object, CommandName> = new Map<object, CommandName>([
  [GetItemCommand, 'GetItem'],
  [PutItemCommand, 'PutItem'],
  [UpdateItemCommand, 'UpdateItem'],
  [DeleteItemCommand, 'DeleteItem'],
  [QueryCommand, 'Query'],
  [BatchGetItemCommand, 'BatchGetItem'],
  [BatchWriteItemCommand, 'BatchWriteItem'],
  [TransactWriteItemsCommand, 'TransactWriteItems'],
]);

function nameOf(command: object): CommandName {
  const name = NAMES.get(command.constructor);
  if (name === undefined) throw notSimulated(command.constructor.name);
  return name;
}
