/** A DynamoDB Local for the tests of one file, and stores on tables of their own in it. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Item } from '../../../src/adapters/dynamodb/attribute-values.js';
import { batchPut } from '../../../src/adapters/dynamodb/batches.js';
import { DynamoJobRegister } from '../../../src/adapters/dynamodb/dynamo-job-register.js';
import { DynamoOperationLog } from '../../../src/adapters/dynamodb/dynamo-operation-log.js';
import { DynamoSlotLedger, type DynamoSlotLedgerParts } from '../../../src/adapters/dynamodb/dynamo-slot-ledger.js';
import { DynamoTaskLog } from '../../../src/adapters/dynamodb/dynamo-task-log.js';
import { DynamoTaskStore, type DynamoTaskStoreParts } from '../../../src/adapters/dynamodb/dynamo-task-store.js';
import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import type { StoreNames } from '../../../src/adapters/shared/store-names.js';
import { SystemChance } from '../../../src/adapters/system/system-chance.js';
import { SystemClock } from '../../../src/adapters/system/system-clock.js';
import { LABOURER, OTHER_LABOURER } from '../../support/a-task.js';
import { type DynamoDbLocal, startDynamoDbLocal } from '../../support/aws/dynamodb-local.js';
import { dynamoClients, makeTables, ownNames } from '../../support/aws/dynamo-tables.js';
import { skips } from '../../support/aws/skips.js';

export interface OwnTables {
  readonly client: DynamoDBClient;
  readonly ledgerClient: DynamoDBClient;
  readonly names: StoreNames;
  readonly labourers: string;
  readonly meta: string;
  readonly config: string;
  store(parts?: Partial<DynamoTaskStoreParts>): DynamoTaskStore;
  ledger(parts?: Partial<DynamoSlotLedgerParts>): DynamoSlotLedger;
  log(): DynamoTaskLog;
  jobs(): DynamoJobRegister;
  operations(): DynamoOperationLog;
  /** Puts rows as they stand in a table, past the store. */
  put(table: string, rows: readonly Item[]): Promise<void>;
  dispose(): Promise<void>;
}

/** `body` makes tests with a function that gives fresh tables, and clients that nobody else has. */
export function onDynamoDbLocal(body: (ownTables: () => Promise<OwnTables>) => void): void {
  describe.skipIf(skips('dynamodb'))('on DynamoDB Local', () => {
    let server: DynamoDbLocal;
    beforeAll(async () => {
      server = await startDynamoDbLocal();
    });
    afterAll(() => server?.stop());

    body(async () => {
      const { client, ledgerClient, close } = dynamoClients(server.endpoint);
      const { suffix, ...names } = ownNames();
      await makeTables(client, names, suffix);
      const [labourers, meta] = [`sosw_labourers${suffix}`, `sosw_tasks_meta${suffix}`];
      const pauses = { clock: new SystemClock(), chance: new SystemChance() };
      const labourerIds = () => [LABOURER, OTHER_LABOURER];
      return {
        client,
        ledgerClient,
        names,
        labourers,
        meta,
        config: `config${suffix}`,
        store: (parts) => new DynamoTaskStore({ client, names, labourerIds, ...pauses, ...parts }),
        ledger: (parts) => new DynamoSlotLedger({ client: ledgerClient, table: labourers, ...pauses, ...parts }),
        log: () => new DynamoTaskLog({ client, table: meta, logger: new MemoryLogger(), ...pauses }),
        jobs: () => new DynamoJobRegister({ client, table: labourers, ...pauses }),
        operations: () => new DynamoOperationLog({ client, table: meta, ...pauses }),
        put: (table, rows) => batchPut({ client, ...pauses }, table, rows),
        dispose: async () => close(),
      };
    });
  });
}
