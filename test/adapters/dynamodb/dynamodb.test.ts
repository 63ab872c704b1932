/** The DynamoDB adapters keep the ports' promises on DynamoDB Local. */

import { afterAll, beforeAll, describe } from 'vitest';
import { DynamoConfigSource } from '../../../src/adapters/dynamodb/dynamo-config-source.js';
import { DynamoSlotLedger } from '../../../src/adapters/dynamodb/dynamo-slot-ledger.js';
import { DynamoTaskLog } from '../../../src/adapters/dynamodb/dynamo-task-log.js';
import { DynamoTaskStore } from '../../../src/adapters/dynamodb/dynamo-task-store.js';
import { SystemClock } from '../../../src/adapters/system/system-clock.js';
import { configSourceContract } from '../../contracts/config-source.contract.js';
import { slotLedgerContract } from '../../contracts/slot-ledger.contract.js';
import { taskLogContract } from '../../contracts/task-log.contract.js';
import { taskStoreContract } from '../../contracts/task-store.contract.js';
import { LABOURER, OTHER_LABOURER } from '../../support/a-task.js';
import { type DynamoDbLocal, startDynamoDbLocal } from '../../support/aws/dynamodb-local.js';
import { dynamoClients, makeTables, ownNames } from '../../support/aws/dynamo-tables.js';
import { skips } from '../../support/aws/skips.js';

describe.skipIf(skips('dynamodb'))('on DynamoDB Local', () => {
  let server: DynamoDbLocal;
  let clients: ReturnType<typeof dynamoClients>;
  beforeAll(async () => {
    server = await startDynamoDbLocal();
    clients = dynamoClients(server.endpoint);
  });
  afterAll(async () => {
    clients?.close();
    await server?.stop();
  });

  async function opened() {
    const names = ownNames();
    await makeTables(clients.client, names, names.suffix);
    return { ...clients, names, clock: new SystemClock(), suffix: names.suffix, dispose: async () => {} };
  }

  taskStoreContract('DynamoDB', async () => {
    const { client, names, clock, dispose } = await opened();
    const labourerIds = () => [LABOURER, OTHER_LABOURER];
    const store = new DynamoTaskStore({ client, names, labourerIds, clock });
    return { store, settle: async () => {}, dispose };
  });

  slotLedgerContract('DynamoDB', async () => {
    const { ledgerClient: client, suffix, dispose } = await opened();
    return { ledger: new DynamoSlotLedger({ client, table: `sosw_labourers${suffix}` }), dispose };
  });

  taskLogContract('DynamoDB', async () => {
    const { client, suffix, dispose } = await opened();
    return { log: new DynamoTaskLog({ client, table: `sosw_tasks_meta${suffix}`, logger: console }), dispose };
  });

  configSourceContract('DynamoDB', async () => {
    const { client, suffix, dispose } = await opened();
    const source = new DynamoConfigSource({ client, table: `config${suffix}`, env: 'production' });
    return {
      holding: async (texts) => {
        for (const [name, text] of Object.entries(texts)) await source.put(name, text);
        return source;
      },
      dispose,
    };
  });
});
