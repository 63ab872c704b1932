/** Makes the tables that are not there yet: billed by request, with point-in-time recovery, kept when the stack goes. */

import type { RemovalPolicy } from 'aws-cdk-lib';
import { BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import {
  keyColumn,
  TABLE_NAMES,
  TABLE_SHAPES,
  type TableKey,
  type TableNames,
  type TableShape,
  TTL_COLUMN,
} from './table-shapes.js';

export interface TablesOptions {
  readonly names: TableNames;
  /** Those that are used as they stand. */
  readonly existing: readonly TableKey[];
  readonly removalPolicy: RemovalPolicy;
  readonly encryption: TableEncryption;
}

/** The tables that were made, by key. */
export function makeTables(scope: Construct, options: TablesOptions): ReadonlyMap<TableKey, Table> {
  const missing = (Object.keys(TABLE_NAMES) as TableKey[]).filter((key) => !options.existing.includes(key));
  return new Map(missing.map((key) => [key, makeTable(scope, key, options)]));
}

function makeTable(scope: Construct, key: TableKey, { names, removalPolicy, encryption }: TablesOptions): Table {
  const shape = TABLE_SHAPES[key];
  const table = new Table(scope, `${key[0]?.toUpperCase()}${key.slice(1)}Table`, {
    tableName: names[key],
    ...keysOf(shape),
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy,
    // CDK would write "SSEEnabled: false", which means the same but reads as if nothing were encrypted.
    ...(encryption !== TableEncryption.DEFAULT && { encryption }),
    ...(shape.expires && { timeToLiveAttribute: TTL_COLUMN }),
  });
  addIndex(table, shape.index);
  return table;
}

function addIndex(table: Table, index: TableShape['index']): void {
  if (index === undefined) return;
  const { name: indexName, columns, range = '' } = index;
  const projection =
    columns === undefined
      ? { projectionType: ProjectionType.ALL }
      : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...columns] };
  if (index.kind === 'local') table.addLocalSecondaryIndex({ indexName, sortKey: keyColumn(range), ...projection });
  else table.addGlobalSecondaryIndex({ indexName, ...keysOf(index), ...projection });
}

const keysOf = ({ hash, range }: { hash: string; range?: string }) => ({
  partitionKey: keyColumn(hash),
  ...(range !== undefined && { sortKey: keyColumn(range) }),
});
