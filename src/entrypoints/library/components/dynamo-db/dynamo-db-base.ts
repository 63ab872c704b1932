/** What every operation of a DynamoDbClient rests on: its config and conversions, what DynamoDB tells of the table, statistics. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../adapters/dynamodb/attribute-values.js';
import { STORE_CLIENT } from '../../../../adapters/dynamodb/dynamo-client.js';
import { Expression } from '../../../../adapters/dynamodb/expression.js';
import { SystemClock } from '../../../../adapters/system/system-clock.js';
import { type HasStats, Stats, type StatValues } from '../../stats.js';
import { optionsArgument, textArgument } from '../../argument.js';
import { checkedConfig } from './config.js';
import { type Filter, filterExpression } from './filter.js';
import { RefusedError } from '../../../../domain/errors.js';
import { refuseOptions } from './read-requests.js';
import { refusedValue } from './refusals.js';
import { RowCodec, type WriteRule } from './row-codec.js';
import type { DynamoDbConfig, FullRowOf, RowOf } from './row-types.js';
import {
  type Capacity,
  capacityOf,
  indexesOf,
  keysOf,
  TableDescriptions,
  type TableIndex,
} from './table-descriptions.js';

/** What a `DynamoDbClient` is made of. */
export interface DynamoDbClientOptions<Shape = DynamoDbConfig> {
  /** Where it is a literal, the rows' type comes from it. */
  readonly config: (Shape | DynamoDbConfig) & DynamoDbConfig;
  /** Made on first use if none is given. */
  readonly client?: DynamoDBClient;
  /** For waits: `now` in epoch seconds, `sleep` in milliseconds. Default: the machine's. */
  readonly clock?: { now(): number; sleep(milliseconds: number): Promise<void> };
}

/** A filter as DynamoDB takes it. */
export interface ParsedFilter {
  readonly expression: string;
  /** Attributes' names by their placeholders. */
  readonly names: Readonly<Record<string, string>>;
  /** Typed values by their placeholders. */
  readonly values: Item;
}

/** `Shape` is the config, or the rows' own type. */
export abstract class DynamoDbBase<Shape> implements HasStats {
  /** As it was given. */
  readonly config: DynamoDbConfig;
  protected readonly codec: RowCodec;
  protected readonly stats = new Stats();
  protected readonly clock: NonNullable<DynamoDbClientOptions['clock']>;
  readonly #descriptions = new TableDescriptions(() => this.client);
  #client: DynamoDBClient | undefined;

  /**
   * Asks nothing of DynamoDB yet.
   *
   * @param options - The config, and the AWS client and clock to use.
   * @throws RefusedError `dynamo.config` for a config that is not as documented, `dynamo.name` for a column no object can hold.
   */
  constructor(options: DynamoDbClientOptions<Shape>) {
    optionsArgument('dynamo.config', options ?? null);
    this.config = checkedConfig(options.config);
    this.codec = new RowCodec(this.config);
    this.clock = options.clock ?? new SystemClock();
    this.#client = options.client;
  }

  /**
   * Converts a row to DynamoDB's typed form by the `row_mapper`.
   *
   * @param row - Columns and their values.
   * @param options - `strict` (default true) leaves out null and what has no mapping; false types that by its value. `addPrefix` is put
   *   before each name.
   * @returns The typed row.
   * @throws RefusedError `dynamo.value` or `dynamo.number` for a value that the column cannot hold, `dynamo.name` for a name,
   *   `dynamo.required_field` where strict leaves out a required column.
   * @example
   * ```ts
   * client.dictToDynamo({ id: 'a', count: 3 }); // { id: { S: 'a' }, count: { N: '3' } }
   * ```
   */
  dictToDynamo(row: { readonly [column: string]: unknown }, options: WriteRule = {}): Item {
    refuseOptions(options, ['strict']);
    const { addPrefix } = options;
    if (addPrefix !== undefined && typeof addPrefix !== 'string') {
      throw refusedValue({ path: 'options.addPrefix', expected: 'a text', found: addPrefix }, 'dynamo.option');
    }
    return this.codec.toDynamo(row, options);
  }

  /**
   * Converts a row from DynamoDB's typed form. Text that is a JSON map is parsed, unless the config says `dont_json_loads_results`.
   *
   * @param row - The typed row.
   * @param options - `fetchAllFields` (default false) gives all columns as they are stored, not only the mapped ones.
   * @returns The plain row.
   * @throws SoswError `dynamo.stored_type` where a mapped column holds another type, `dynamo.number` for a number that would change.
   * @example
   * ```ts
   * client.dynamoToDict({ id: { S: 'a' }, count: { N: '3' } }); // { id: 'a', count: 3 }
   * ```
   */
  dynamoToDict(row: Item, options?: { readonly fetchAllFields?: false }): RowOf<Shape>;
  dynamoToDict(row: Item, options: { readonly fetchAllFields?: boolean }): FullRowOf<Shape>;
  dynamoToDict(row: Item, options: { readonly fetchAllFields?: boolean } = {}): RowOf<Shape> {
    refuseOptions(options, ['fetchAllFields']);
    return this.rowOf(row, options.fetchAllFields);
  }

  /**
   * Parses a filter as `getByQuery`, `update` and the others take it.
   *
   * @param filter - A text such as `key <= 42`, `name = marta`, `foo between 10 and 20`, `attribute_exists x`, or conditions as objects.
   * @returns DynamoDB's expression with the names and typed values of its placeholders.
   * @throws RefusedError `dynamo.filter` for what is none of these, `dynamo.value` or `dynamo.number` for a value its column cannot hold.
   * @example
   * ```ts
   * client.parseFilterExpression('count <= 42').expression; // '#a0 <= :v0'
   * ```
   */
  parseFilterExpression(filter: Filter): ParsedFilter {
    const writer = new Expression();
    const expression = filterExpression(filter, writer, this.codec, 'filter');
    const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = writer.attributes;
    return { expression, names, values };
  }

  /**
   * The table that a call works on.
   *
   * @param tableName - The table that the call names, if it names one.
   * @returns That table, else the config's.
   * @throws RefusedError `dynamo.table` where there is none, or its name is no text.
   * @example
   * ```ts
   * client.getTableName(); // the config's table_name
   * ```
   */
  getTableName(tableName?: string): string {
    if (tableName === undefined && this.config.table_name === undefined) {
      const expected = 'a table: neither the call nor the config names one';
      throw new RefusedError('dynamo.table', { path: 'tableName', expected });
    }
    return textArgument({ code: 'dynamo.table', path: 'tableName' }, tableName ?? this.config.table_name);
  }

  /**
   * The names of a table's keys. Asked of DynamoDB once a table.
   *
   * @param tableName - Default: the config's table.
   * @returns The hash key, and the range key where the table has one.
   * @throws SoswError `dynamo.not_found`, `dynamo.denied` or another of DynamoDB's answers; RefusedError `dynamo.table`.
   * @example
   * ```ts
   * const [hashKey, rangeKey] = await client.getTableKeys();
   * ```
   */
  async getTableKeys(tableName?: string): Promise<readonly [hashKey: string, rangeKey: string | undefined]> {
    const table = this.getTableName(tableName);
    return keysOf((await this.#descriptions.describe(table)).KeySchema, table);
  }

  /**
   * The indexes of a table that can be queried. Asked of DynamoDB once a table.
   *
   * @param tableName - Default: the config's table.
   * @returns Each index by its name.
   * @throws SoswError `dynamo.not_found`, `dynamo.denied` or another of DynamoDB's answers; RefusedError `dynamo.table`.
   * @example
   * ```ts
   * const { by_status } = await client.getTableIndexes();
   * ```
   */
  async getTableIndexes(tableName?: string): Promise<{ readonly [name: string]: TableIndex }> {
    return indexesOf(await this.#descriptions.describe(this.getTableName(tableName)));
  }

  /**
   * The provisioned capacity of a table. Asked of DynamoDB once a table; `identifyDynamoCapacity` asks anew.
   *
   * @param tableName - Default: the config's table.
   * @returns Units a second, or undefined for a table that is paid by request.
   * @throws SoswError `dynamo.not_found`, `dynamo.denied` or another of DynamoDB's answers; RefusedError `dynamo.table`.
   * @example
   * ```ts
   * const capacity = await client.getCapacity(); // { read: 5, write: 2 }
   * ```
   */
  async getCapacity(tableName?: string): Promise<Capacity | undefined> {
    return capacityOf(await this.#descriptions.describe(this.getTableName(tableName)));
  }

  /**
   * Asks DynamoDB for the capacity of a table anew, and keeps it for `getCapacity` and `sleepDb`.
   *
   * @param tableName - Default: the config's table.
   * @throws SoswError `dynamo.not_found`, `dynamo.denied` or another of DynamoDB's answers; RefusedError `dynamo.table`.
   * @example
   * ```ts
   * await client.identifyDynamoCapacity('orders');
   * ```
   */
  async identifyDynamoCapacity(tableName?: string): Promise<void> {
    await this.#descriptions.describe(this.getTableName(tableName), { afresh: true });
  }

  /**
   * Waits until the table's capacity allows the next action of one unit; not at all where the table is paid by request.
   *
   * @param lastActionTime - When the last action of this kind on the table was.
   * @param action - `read` or `write`.
   * @param tableName - Default: the config's table.
   * @throws RefusedError `dynamo.option` for another action or no valid Date; SoswError as `getCapacity`.
   * @example
   * ```ts
   * await client.sleepDb(lastPut, 'write');
   * ```
   */
  async sleepDb(lastActionTime: Date, action: 'read' | 'write', tableName?: string): Promise<void> {
    const path = 'lastActionTime';
    if (!(lastActionTime instanceof Date) || Number.isNaN(lastActionTime.getTime())) {
      throw refusedValue({ path, expected: 'a valid Date', found: lastActionTime }, 'dynamo.option');
    }
    if (action !== 'read' && action !== 'write') {
      throw new RefusedError('dynamo.option', { path: 'action', expected: 'read or write', found: action });
    }
    const capacity = await this.getCapacity(tableName);
    if (capacity === undefined) return;
    const betweenMs = 1000 / capacity[action];
    const elapsedMs = this.clock.now() * 1000 - lastActionTime.getTime();
    // A last action in the future is a clock that is off: it never makes the wait longer.
    const wait = Math.min(betweenMs - elapsedMs, betweenMs);
    if (wait > 0) await this.clock.sleep(wait);
  }

  /**
   * What this client did since the last reset: `dynamo_get_queries`, `dynamo_scan_queries`, `dynamo_batch_get_queries`,
   * `dynamo_put_queries`, `dynamo_update_queries`, `dynamo_delete_queries`, `dynamo_transact_write_operations`; one for each request that
   * DynamoDB answered.
   *
   * @returns A copy of the counters; one that never counted is missing.
   * @example
   * ```ts
   * client.getStats(); // { dynamo_put_queries: 3 }
   * ```
   */
  getStats(): StatValues {
    return this.stats.values;
  }

  /**
   * Begins the counters anew; what they were is added to `total_<name>`.
   *
   * @example
   * ```ts
   * client.resetStats();
   * ```
   */
  resetStats(): void {
    this.stats.reset();
  }

  protected get client(): DynamoDBClient {
    const { region_name: region } = this.config;
    this.#client ??= new DynamoDBClient({ ...STORE_CLIENT, ...(region === undefined ? {} : { region }) });
    return this.#client;
  }

  /** The one place where a converted row is said to be of the caller's type. */
  protected rowOf(item: Item, fetchAllFields = false): RowOf<Shape> {
    return this.codec.fromDynamo(item, { fetchAllFields }) as RowOf<Shape>;
  }
}
