/** The DynamoDB adapters keep the ports' promises on DynamoDB Local. */

import { it } from 'vitest';
import { DynamoConfigSource } from '../../../src/adapters/dynamodb/dynamo-config-source.js';
import { DynamoSlotLedger } from '../../../src/adapters/dynamodb/dynamo-slot-ledger.js';
import { DynamoTaskLog } from '../../../src/adapters/dynamodb/dynamo-task-log.js';
import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import { configSourceContract } from '../../contracts/config-source.contract.js';
import { slotLedgerContract } from '../../contracts/slot-ledger.contract.js';
import { taskLogContract } from '../../contracts/task-log.contract.js';
import { taskStoreContract } from '../../contracts/task-store.contract.js';
import { labourerId } from '../../support/a-task.js';
import { agreeOn } from '../../support/agreement.js';
import { onDynamoDbLocal } from './on-dynamodb-local.js';

/** Indexes of DynamoDB Local show writes at once. */
const settle = async () => {};

onDynamoDbLocal((ownTables) => {
  taskStoreContract('DynamoDB', async () => {
    const { store, dispose } = await ownTables();
    return { store: store(), settle, dispose };
  });

  slotLedgerContract('DynamoDB', async () => {
    const { ledgerClient: client, labourers: table, dispose } = await ownTables();
    return { ledger: new DynamoSlotLedger({ client, table }), dispose };
  });

  taskLogContract('DynamoDB', async () => {
    const { client, meta: table, dispose } = await ownTables();
    return { log: new DynamoTaskLog({ client, table, logger: new MemoryLogger() }), dispose };
  });

  configSourceContract('DynamoDB', async () => {
    const { client, config: table, dispose } = await ownTables();
    const source = new DynamoConfigSource({ client, table, env: 'production' });
    return {
      holding: async (texts) => {
        for (const [name, text] of Object.entries(texts)) await source.put(name, text);
        return source;
      },
      dispose,
    };
  });

  it('memory and DynamoDB agree on every history', async () => {
    const open = async () => {
      const { store, dispose } = await ownTables();
      const labourerIds = () => [labourerId('a'), labourerId('b')];
      // Two processes that take turns, so that nothing hangs on what one has read before.
      const stores = [store({ labourerIds }), store({ labourerIds })] as const;
      return { stores, samePages: false, countsAnyIds: false, close: () => void dispose() };
    };
    await agreeOn(open, 25);
  }, 180_000);
});
