/** How a DynamoDbClient reads: by query, by scan, by many keys. */

import type { Item } from '../../../../adapters/dynamodb/attribute-values.js';
import { batchGet, type BatchGetOptions } from './batch-get.js';
import { DynamoDbBase } from './dynamo-db-base.js';
import { isRefusedRequest } from './dynamo-failure.js';
import { keyText, typedKey } from './keys.js';
import { queryPages, scanPages } from './pages.js';
import { type QueryOptions, queryRequest, type ScanOptions, scanRequest } from './read-requests.js';
import { refusedValue } from './refusals.js';
import type { FullRowOf, Keys, RowOf } from './row-types.js';
import { SoswError } from '../../../../domain/errors.js';

/** Options with which only mapped columns come back. */
type Mapped = { readonly fetchAllFields?: false | undefined };

/** `Shape` is the config, or the rows' own type. */
export abstract class DynamoDbReads<Shape> extends DynamoDbBase<Shape> {
  /**
   * Rows by their key, in the order of the range key.
   *
   * @param keys - The hash key, and if wanted the range key: `{ hk: 'cat', rk: 100 }`. `st_between_rk` and `en_between_rk` are the two ends
   *   of a range, both included.
   * @param options - Table, index, comparisons, filter and form of the answer.
   * @returns The rows, only their mapped columns unless `fetchAllFields`; their number with `returnCount`.
   * @throws RefusedError `dynamo.key`, `dynamo.comparison`, `dynamo.filter`, `dynamo.option`, `dynamo.table`, or `dynamo.value` for a value
   *   that its column cannot hold; SoswError `dynamo.stored_type`, `dynamo.number`, or one of DynamoDB's answers.
   * @example
   * ```ts
   * const rows = await client.getByQuery({ hk: 'cat', rk: 100 }, { comparisons: { rk: '<=' }, filterExpression: 'age > 3' });
   * ```
   */
  getByQuery(keys: Keys, options: QueryOptions & { readonly returnCount: true }): Promise<number>;
  getByQuery(keys: Keys, options?: QueryOptions & Mapped & { readonly returnCount?: false }): Promise<RowOf<Shape>[]>;
  getByQuery(keys: Keys, options: QueryOptions & { readonly returnCount?: false }): Promise<FullRowOf<Shape>[]>;
  async getByQuery(keys: Keys, options: QueryOptions = {}): Promise<RowOf<Shape>[] | number> {
    const request = queryRequest(this.getTableName(options?.tableName), keys, options, this.codec);
    this.#refuseMissingHashKey(keys, options);
    const rows: RowOf<Shape>[] = [];
    let count = 0;
    for await (const page of queryPages(this.client, request)) {
      this.stats.add('dynamo_get_queries');
      count += page.Count ?? 0;
      for (const item of page.Items ?? []) rows.push(this.rowOf(item, options.fetchAllFields));
    }
    return options.returnCount === true ? count : rows.slice(0, options.maxItems);
  }

  /**
   * Reads a whole table. Slow and dear: what a key can find is found by `getByQuery`.
   *
   * @param options - Columns that must have a value, a filter, table and index.
   * @returns The rows, only their mapped columns unless `fetchAllFields`.
   * @throws RefusedError and SoswError as `getByQuery`.
   * @example
   * ```ts
   * const open = await client.getByScan({ attrs: { status: 'open' } });
   * ```
   */
  getByScan(options?: ScanOptions & Mapped): Promise<RowOf<Shape>[]>;
  getByScan(options: ScanOptions): Promise<FullRowOf<Shape>[]>;
  async getByScan(options: ScanOptions = {}): Promise<RowOf<Shape>[]> {
    const rows: RowOf<Shape>[] = [];
    for await (const page of this.#scan(options)) for (const row of page) rows.push(row);
    return rows;
  }

  /**
   * Reads a whole table page by page, so that it need not fit into memory. A page may be empty.
   *
   * @param options - As for `getByScan`.
   * @returns The rows of each page.
   * @throws RefusedError and SoswError as `getByQuery`, when the first page is asked for or a later one.
   * @example
   * ```ts
   * for await (const rows of client.getByScanGenerator()) await handle(rows);
   * ```
   */
  getByScanGenerator(options?: ScanOptions & Mapped): AsyncGenerator<RowOf<Shape>[], void, void>;
  getByScanGenerator(options: ScanOptions): AsyncGenerator<FullRowOf<Shape>[], void, void>;
  getByScanGenerator(options: ScanOptions = {}): AsyncGenerator<RowOf<Shape>[], void, void> {
    return this.#scan(options);
  }

  /**
   * Many rows by their keys. Those that do not exist are left out; the order is not that of the keys, and a key given twice is read once.
   *
   * A key without its range key gives all rows of the hash key. Such keys are queried, one request or more each: those with fewer names
   * than others of the list, and all of them where DynamoDB says that they are not whole.
   *
   * @param keysList - Hash key and range key of each row.
   * @param options - Table, repeats and form of the rows.
   * @returns The rows that exist, only their mapped columns unless `fetchAllFields`.
   * @throws RefusedError `dynamo.key`, `dynamo.option`, `dynamo.table`; SoswError `dynamo.throttled` for keys still unprocessed after the
   *   last repeat, or as `getByQuery`.
   * @example
   * ```ts
   * const rows = await client.batchGetItemsOneTable([{ hk: 'cat', rk: 1 }, { hk: 'dog', rk: 2 }]);
   * ```
   */
  batchGetItemsOneTable(keysList: readonly Keys[], options?: BatchGetOptions & Mapped): Promise<RowOf<Shape>[]>;
  batchGetItemsOneTable(keysList: readonly Keys[], options: BatchGetOptions): Promise<FullRowOf<Shape>[]>;
  async batchGetItemsOneTable(keysList: readonly Keys[], options: BatchGetOptions = {}): Promise<RowOf<Shape>[]> {
    if (!Array.isArray(keysList)) {
      throw refusedValue({ path: 'keysList', expected: 'a list of keys', found: keysList }, 'dynamo.key');
    }
    const table = this.getTableName(options?.tableName);
    const distinct = new Map(
      keysList.map((keys: Keys, index) => {
        const key = typedKey(keys, this.codec, `keysList[${index}]`);
        return [keyText(key), { key, keys }];
      }),
    );
    const names = Math.max(0, ...[...distinct.values()].map(({ key }) => Object.keys(key).length));
    const whole = [...distinct.values()].filter(({ key }) => Object.keys(key).length === names);
    const partial = [...distinct.values()].filter(({ key }) => Object.keys(key).length < names);
    const items = await this.#batch(table, whole, options);
    for (const { keys } of partial) items.push(...(await this.#itemsOf(table, keys, options)));
    return items.map((item) => this.rowOf(item, options.fetchAllFields));
  }

  async #batch(table: string, keysList: readonly GivenKey[], options: BatchGetOptions): Promise<Item[]> {
    try {
      return await batchGet(this.client, {
        table,
        keys: keysList.map(({ key }) => key),
        options,
        sleep: (milliseconds) => this.clock.sleep(milliseconds),
        onRequest: () => this.stats.add('dynamo_batch_get_queries'),
      });
    } catch (error) {
      const isOneName = keysList.every(({ key }) => Object.keys(key).length === 1);
      if (!isOneName || !(error instanceof SoswError) || !isRefusedRequest(error.cause)) throw error;
      // Hash keys alone, and the table has a range key.
      const items: Item[] = [];
      for (const { keys } of keysList) items.push(...(await this.#itemsOf(table, keys, options)));
      return items;
    }
  }

  async #itemsOf(table: string, keys: Keys, { consistentRead }: BatchGetOptions): Promise<Item[]> {
    const items: Item[] = [];
    for await (const page of queryPages(this.client, queryRequest(table, keys, { consistentRead }, this.codec))) {
      this.stats.add('dynamo_get_queries');
      for (const item of page.Items ?? []) items.push(item);
    }
    return items;
  }

  async *#scan(options: ScanOptions): AsyncGenerator<RowOf<Shape>[], void, void> {
    const request = scanRequest(this.getTableName(options?.tableName), options, this.codec);
    for await (const page of scanPages(this.client, request)) {
      this.stats.add('dynamo_scan_queries');
      yield (page.Items ?? []).map((item) => this.rowOf(item, options.fetchAllFields));
    }
  }

  /** Only of the config's own table is the hash key known. */
  #refuseMissingHashKey(keys: Keys, { tableName, indexName }: QueryOptions): void {
    const { hash_key: hashKey, table_name: own } = this.config;
    if (hashKey === undefined || indexName !== undefined || (tableName ?? own) !== own) return;
    if (Object.hasOwn(keys, hashKey)) return;
    throw refusedValue(
      { path: `keys.${hashKey}`, expected: 'a value: it is the hash key', found: undefined },
      'dynamo.key',
    );
  }
}

interface GivenKey {
  readonly key: Item;
  readonly keys: Keys;
}
