/** Fresh tables in DynamoDB Local with a store and a ledger on them, and what their clients use up. */

import { DeleteTableCommand, type DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { TaskStore } from '../../../src/application/ports/task-store.js';
import type { SlotLedger } from '../../../src/application/ports/slot-ledger.js';
import type { Clock } from '../../../src/application/ports/clock.js';
import type { StoreNames } from '../../../src/adapters/shared/store-names.js';
import type { Item } from '../../../src/adapters/dynamodb/attribute-values.js';
import { type CapacityCount, CapacityMeter } from '../../../test/support/aws/capacity-meter.js';
import { dynamoClients, makeTables, ownNames } from '../../../test/support/aws/dynamo-tables.js';
import { RefusedWrites } from '../../../test/support/aws/refused-writes.js';
import { SystemChance, SystemClock } from '../../support/product.js';
import { batchPut, DynamoSlotLedger, DynamoTaskStore } from './product.js';

export interface OwnTables {
  readonly client: DynamoDBClient;
  readonly names: StoreNames;
  readonly store: TaskStore;
  readonly ledger: SlotLedger;
  /** Puts rows as they stand in a table, past the store. */
  put(table: string, rows: readonly Item[]): Promise<void>;
  /** What was used since the last time; `writeUnits` with those of refused writes. */
  take(): CapacityCount;
  /** Deletes the tables. */
  dispose(): Promise<void>;
}

export interface OwnTablesOptions {
  readonly clock?: Clock;
  /** Tasks of a labourer a second; as fast as it goes without it. */
  readonly createRate?: number;
}

export async function ownTables(endpoint: string, options: OwnTablesOptions = {}): Promise<OwnTables> {
  const { client, ledgerClient, close } = dynamoClients(endpoint);
  const { suffix, ...names } = ownNames();
  await makeTables(client, names, suffix);
  const meter = new CapacityMeter(client, ledgerClient);
  const refused = new RefusedWrites(client, ledgerClient);
  const { clock = new SystemClock(), createRate } = options;
  const chance = new SystemChance();
  const pace = createRate === undefined ? {} : { createRate };
  return {
    client,
    names,
    store: new DynamoTaskStore({ client, names, labourerIds: () => [], clock, chance, ...pace }),
    ledger: new DynamoSlotLedger({ client: ledgerClient, clock, chance, table: `sosw_labourers${suffix}` }),
    put: (table, rows) => batchPut({ client, clock, chance }, table, rows),
    take: () => {
      const used = meter.take();
      return { ...used, writeUnits: used.writeUnits + refused.take() };
    },
    dispose: async () => {
      const { TableNames = [] } = await client.send(new ListTablesCommand({}));
      for (const TableName of TableNames.filter((name) => name.endsWith(suffix))) {
        await client.send(new DeleteTableCommand({ TableName }));
      }
      close();
    },
  };
}
