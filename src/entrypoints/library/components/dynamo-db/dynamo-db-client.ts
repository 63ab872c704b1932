/** The manual's DynamoDB client: rows of a table read and written as plain objects. */

import {
  DeleteItemCommand,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { RefusedError } from '../../../../domain/errors.js';
import { DynamoDbReads } from './dynamo-db-reads.js';
import { dynamoFailure } from './dynamo-failure.js';
import { refuseOptions } from './read-requests.js';
import type { DynamoDbConfig, Keys, WrittenPartOf, WrittenRowOf } from './row-types.js';
import {
  type Changes,
  deleteRequest,
  type PutOptions,
  putRequest,
  refuseUnlessTransactionItem,
  updateRequest,
} from './write-requests.js';

/** As many as the manual promises a transaction; DynamoDB itself takes a hundred. */
const TRANSACTION_ITEMS = 10;

type TableOption = { readonly tableName?: string | undefined };

/**
 * Reads and writes one table, or others that a call names. Every attribute name works, reserved words and odd characters too. Writes are sent
 * again by the AWS client when an answer is lost, so an increment may then count twice, and `create` refuse its own row.
 *
 * The rows' type comes from the config where it is written as a literal, else from `new DynamoDbClient<Row>`.
 *
 * @example
 * ```ts
 * const client = new DynamoDbClient({
 *   config: { table_name: 'cats', hash_key: 'name', row_mapper: { name: 'S', age: 'N' }, dont_json_loads_results: true },
 * });
 * await client.put({ name: 'Tom', age: 3 });
 * const [tom] = await client.getByQuery({ name: 'Tom' }); // { name: string; age?: number | null }
 * ```
 */
export class DynamoDbClient<const Shape extends object = DynamoDbConfig> extends DynamoDbReads<Shape> {
  /**
   * Stores a row. Columns without a mapping take the type of their value; null is stored as NULL.
   *
   * @param row - The whole row, its key included.
   * @param options - The table, and whether a row of the same key is replaced.
   * @throws RefusedError `dynamo.key` for a row without its hash key, `dynamo.item_too_large` above 400 KB, `dynamo.required_field`,
   *   `dynamo.value`, `dynamo.number`, `dynamo.name`, `dynamo.table`, `dynamo.config` where `overwriteExisting: false` misses `hash_key`;
   *   SoswError `dynamo.condition_failed` where the row exists and is not to be replaced, or another of DynamoDB's answers.
   * @example
   * ```ts
   * await client.put({ name: 'Tom', age: 3 });
   * ```
   */
  async put(row: WrittenRowOf<Shape>, options: PutOptions = {}): Promise<void> {
    const table = this.getTableName(options?.tableName);
    const request = this.#putRequest(table, row, options);
    try {
      await this.client.send(new PutItemCommand(request));
    } catch (error) {
      throw dynamoFailure(error, `to put a row into ${table}`, this.#emptyKeyHint(request.Item));
    }
    this.stats.add('dynamo_put_queries');
  }

  /**
   * Stores a row that does not exist yet. The config must have `hash_key`.
   *
   * @param row - The whole row, its key included.
   * @param options - The table.
   * @throws As `put`; SoswError `dynamo.condition_failed` where a row of the same key exists.
   * @example
   * ```ts
   * await client.create({ name: 'Tom', age: 3 });
   * ```
   */
  async create(row: WrittenRowOf<Shape>, options: TableOption = {}): Promise<void> {
    refuseOptions(options);
    await this.put(row, { tableName: options.tableName, overwriteExisting: false });
  }

  /**
   * Changes attributes of a row; makes the row where it does not exist. `patch` does not make it.
   *
   * @param keys - The row's key.
   * @param changes - What to set, to add and to remove, and the condition under which.
   * @throws RefusedError `dynamo.update` for no change, an attribute twice, or one of the key; `dynamo.key`, `dynamo.filter`, or for a value
   *   as `put`; SoswError `dynamo.condition_failed` where the condition does not hold, or another of DynamoDB's answers.
   * @example
   * ```ts
   * await client.update({ name: 'Tom' }, { attributesToIncrement: { age: 1 }, conditionExpression: 'age < 20' });
   * ```
   */
  async update(keys: Keys, changes: Changes<WrittenPartOf<Shape>>): Promise<void> {
    await this.#update(keys, changes);
  }

  /**
   * Changes attributes of a row that exists.
   *
   * @param keys - The row's key.
   * @param changes - As for `update`.
   * @throws As `update`; SoswError `dynamo.condition_failed` where there is no such row.
   * @example
   * ```ts
   * await client.patch({ name: 'Tom' }, { attributesToUpdate: { age: 4 } });
   * ```
   */
  async patch(keys: Keys, changes: Changes<WrittenPartOf<Shape>>): Promise<void> {
    await this.#update(keys, changes, { mustExist: true });
  }

  /**
   * Deletes a row. One that does not exist is no error.
   *
   * @param keys - The row's key.
   * @param options - The table.
   * @throws RefusedError `dynamo.key`, `dynamo.table`; SoswError for what DynamoDB answers.
   * @example
   * ```ts
   * await client.delete({ name: 'Tom' });
   * ```
   */
  async delete(keys: Keys, options: TableOption = {}): Promise<void> {
    refuseOptions(options);
    const table = this.getTableName(options.tableName);
    const request = deleteRequest(table, keys, this.codec);
    try {
      await this.client.send(new DeleteItemCommand(request));
    } catch (error) {
      throw dynamoFailure(error, `to delete a row of ${table}`);
    }
    this.stats.add('dynamo_delete_queries');
  }

  /**
   * A put as a part of `transactWrite`.
   *
   * @param row - As for `put`.
   * @param options - As for `put`.
   * @returns The part; nothing is sent.
   * @throws RefusedError as `put`.
   * @example
   * ```ts
   * const part = client.makePutTransactionItem({ name: 'Tom' }, { tableName: 'closed_cats' });
   * ```
   */
  makePutTransactionItem(row: WrittenRowOf<Shape>, options: PutOptions = {}): TransactWriteItem {
    return { Put: this.#putRequest(this.getTableName(options?.tableName), row, options) };
  }

  /**
   * A deletion as a part of `transactWrite`.
   *
   * @param keys - The row's key.
   * @param options - The table.
   * @returns The part; nothing is sent.
   * @throws RefusedError `dynamo.key`, `dynamo.table`.
   * @example
   * ```ts
   * const part = client.makeDeleteTransactionItem({ name: 'Tom' });
   * ```
   */
  makeDeleteTransactionItem(keys: Keys, options: TableOption = {}): TransactWriteItem {
    refuseOptions(options);
    return { Delete: deleteRequest(this.getTableName(options.tableName), keys, this.codec) };
  }

  /**
   * A change as a part of `transactWrite`.
   *
   * @param keys - The row's key.
   * @param changes - As for `update`.
   * @returns The part; nothing is sent.
   * @throws RefusedError as `update`.
   * @example
   * ```ts
   * const part = client.makeUpdateTransactionItem({ name: 'Tom' }, { attributesToIncrement: { age: 1 } });
   * ```
   */
  makeUpdateTransactionItem(keys: Keys, changes: Changes<WrittenPartOf<Shape>>): TransactWriteItem {
    return { Update: updateRequest(this.getTableName(changes?.tableName), keys, changes, { codec: this.codec }) };
  }

  /**
   * Makes writes together, also in several tables: of ten at a time all are made or none. More than ten are divided into groups of ten, sent
   * one after the other; each group holds for itself, and a group that fails leaves those before it made.
   *
   * @param items - Parts as `makePutTransactionItem` and its neighbours give them.
   * @throws RefusedError `dynamo.transaction` for what is none; SoswError `dynamo.condition_failed`, `dynamo.conflict` (retryable) or another
   *   of DynamoDB's answers, which says how many parts were made before.
   * @example
   * ```ts
   * await client.transactWrite(
   *   client.makePutTransactionItem({ name: 'Tom' }, { tableName: 'closed_cats' }),
   *   client.makeDeleteTransactionItem({ name: 'Tom' }),
   * );
   * ```
   */
  async transactWrite(...items: readonly TransactWriteItem[]): Promise<void> {
    for (const [index, item] of items.entries()) refuseUnlessTransactionItem(item, `items[${index}]`);
    if (items.length === 0)
      throw new RefusedError('dynamo.transaction', { path: 'items', expected: 'at least one part' });
    for (let made = 0; made < items.length; made += TRANSACTION_ITEMS) {
      const group = items.slice(made, made + TRANSACTION_ITEMS);
      try {
        await this.client.send(new TransactWriteItemsCommand({ TransactItems: group }));
      } catch (error) {
        throw dynamoFailure(
          error,
          `to write ${group.length} rows in one transaction (${made} of ${items.length} were written before)`,
        );
      }
      this.stats.add('dynamo_transact_write_operations');
    }
  }

  #putRequest(table: string, row: WrittenRowOf<Shape>, options: PutOptions) {
    // Of another table's keys the config says nothing, unless the call asks for the check.
    const isKnown = table === this.config.table_name || options?.overwriteExisting === false;
    return putRequest(table, row, options, { codec: this.codec, hashKey: isKnown ? this.config.hash_key : undefined });
  }

  /** Any attribute of the key tells whether the row exists; `hash_key` is it if the config has it. */
  async #update(keys: Keys, changes: Changes<WrittenPartOf<Shape>>, { mustExist = false } = {}): Promise<void> {
    const table = this.getTableName(changes?.tableName);
    const { hash_key: hashKey = '' } = this.config;
    const name = Object.hasOwn(keys ?? {}, hashKey) ? hashKey : Object.keys(keys ?? {})[0];
    const request = updateRequest(table, keys, changes, {
      codec: this.codec,
      ...(mustExist && name !== undefined ? { mustExist: name } : {}),
    });
    try {
      await this.client.send(new UpdateItemCommand(request));
    } catch (error) {
      throw dynamoFailure(error, `to update a row of ${table}`);
    }
    this.stats.add('dynamo_update_queries');
  }

  /** DynamoDB's own message for an empty key is in the cause alone. */
  #emptyKeyHint(item: Readonly<Record<string, { S?: string; NULL?: boolean }>>): string | undefined {
    const { hash_key: hashKey } = this.config;
    const value = hashKey !== undefined && Object.hasOwn(item, hashKey) ? item[hashKey] : undefined;
    return value?.S === '' || value?.NULL === true ? `the hash key ${hashKey} of the row is empty` : undefined;
  }
}
