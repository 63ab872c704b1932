/** What DynamoDB tells of tables: keys, indexes, capacity. Asked once a table and kept, since it hardly changes. */

import {
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  type LocalSecondaryIndexDescription,
  type ProvisionedThroughputDescription,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { SoswError } from '../../../../domain/errors.js';
import { dynamoFailure } from './dynamo-failure.js';

/** Units a second: a read unit is 4 KB, a write unit 1 KB. */
export interface Capacity {
  readonly read: number;
  readonly write: number;
}

/** An index of a table. */
export interface TableIndex {
  /** Which attributes the index holds: ALL, KEYS_ONLY or INCLUDE. */
  readonly projectionType: string;
  readonly hashKey: string;
  readonly rangeKey?: string;
  /** A local index uses its table's. Missing for tables that are paid by request. */
  readonly provisionedThroughput?: { readonly writeCapacity: number; readonly readCapacity: number };
}

/** Far more than one client works with. */
const TABLES_MAX = 100;

/** Descriptions of the tables that one client works with. */
export class TableDescriptions {
  readonly #client: () => DynamoDBClient;
  readonly #known = new Map<string, TableDescription>();

  constructor(client: () => DynamoDBClient) {
    this.#client = client;
  }

  /** `afresh` asks even where the answer is known. Rejects with DynamoDB's error. */
  async describe(table: string, { afresh = false } = {}): Promise<TableDescription> {
    const known = this.#known.get(table);
    if (known !== undefined && !afresh) return known;
    try {
      const { Table } = await this.#client().send(new DescribeTableCommand({ TableName: table }));
      if (this.#known.size >= TABLES_MAX) this.#known.clear();
      this.#known.set(table, Table ?? {});
      return Table ?? {};
    } catch (error) {
      throw dynamoFailure(error, `to describe ${table}`);
    }
  }
}

/** Hash key and range key; a table without a hash key there is not. */
export function keysOf(schema: readonly KeySchemaElement[] | undefined, of: string): [string, string | undefined] {
  const named = (type: string) => schema?.find(({ KeyType }) => KeyType === type)?.AttributeName;
  const hash = named('HASH');
  if (hash === undefined) throw new SoswError('dynamo.refused', `DynamoDB tells no hash key of ${of}`);
  return [hash, named('RANGE')];
}

/** Undefined for a table that is paid by request. */
export function capacityOf({ ProvisionedThroughput: units }: TableDescription): Capacity | undefined {
  const [read, write] = [units?.ReadCapacityUnits ?? 0, units?.WriteCapacityUnits ?? 0];
  return read > 0 && write > 0 ? { read, write } : undefined;
}

/** The indexes that can be queried: global ones that are being built or deleted are left out. */
export function indexesOf(table: TableDescription): { readonly [name: string]: TableIndex } {
  const local = table.LocalSecondaryIndexes ?? [];
  const active = (table.GlobalSecondaryIndexes ?? []).filter(
    ({ IndexStatus }) => (IndexStatus ?? 'ACTIVE') === 'ACTIVE',
  );
  return Object.fromEntries([
    ...local.map((index) => indexOf(index, table.ProvisionedThroughput)),
    ...active.map((index) => indexOf(index, index.ProvisionedThroughput ?? table.ProvisionedThroughput)),
  ]);
}

function indexOf(
  {
    IndexName: name = '',
    KeySchema,
    Projection,
  }: Pick<LocalSecondaryIndexDescription, 'IndexName' | 'KeySchema' | 'Projection'>,
  units: ProvisionedThroughputDescription | undefined,
): [string, TableIndex] {
  const [hashKey, rangeKey] = keysOf(KeySchema, `the index ${name}`);
  const capacity = units === undefined ? undefined : capacityOf({ ProvisionedThroughput: units });
  return [
    name,
    {
      projectionType: Projection?.ProjectionType ?? 'ALL',
      hashKey,
      ...(rangeKey === undefined ? {} : { rangeKey }),
      ...(capacity === undefined
        ? {}
        : { provisionedThroughput: { writeCapacity: capacity.write, readCapacity: capacity.read } }),
    },
  ];
}
