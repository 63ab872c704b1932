/** The DynamoDB adapters keep the ports' promises on DynamoDB Local. */

import { DynamoConfigSource } from '../../../src/adapters/dynamodb/dynamo-config-source.js';
import { configSourceContract } from '../../contracts/config-source.contract.js';
import { slotLedgerContract } from '../../contracts/slot-ledger.contract.js';
import { taskLogContract } from '../../contracts/task-log.contract.js';
import { taskStoreContract } from '../../contracts/task-store.contract.js';
import { onDynamoDbLocal } from './on-dynamodb-local.js';

/** Indexes of DynamoDB Local show writes at once. */
const settle = async () => {};

onDynamoDbLocal((ownTables) => {
  taskStoreContract('DynamoDB', async () => {
    const { store, dispose } = await ownTables();
    return { store: store(), settle, dispose };
  });

  slotLedgerContract('DynamoDB', async () => {
    const { ledger, dispose } = await ownTables();
    return { ledger: ledger(), dispose };
  });

  taskLogContract('DynamoDB', async () => {
    const { log, dispose } = await ownTables();
    return { log: log(), dispose };
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
});
