/** The DynamoDB adapters keep the ports' promises on DynamoDB Local. */

import { DynamoConfigSource } from '../../../src/adapters/dynamodb/dynamo-config-source.js';
import { DynamoTableSizes } from '../../../src/adapters/dynamodb/dynamo-table-sizes.js';
import { PagedTaskSearch } from '../../../src/application/paged-task-search.js';
import { DEFAULT_TASK_SETTINGS } from '../../../src/domain/labourer.js';
import { configSourceContract } from '../../contracts/config-source.contract.js';
import { jobRegisterContract } from '../../contracts/job-register.contract.js';
import { operationLogContract } from '../../contracts/operation-log.contract.js';
import { slotLedgerContract } from '../../contracts/slot-ledger.contract.js';
import { taskSearchContract, SEARCHED_LABOURERS } from '../../contracts/task-search.contract.js';
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

  jobRegisterContract('DynamoDB', async () => {
    const { jobs, store, dispose } = await ownTables();
    return { register: jobs(), store: store(), isExact: false, dispose };
  });

  operationLogContract('DynamoDB', async () => {
    const { operations, dispose } = await ownTables();
    return { log: operations(), dispose };
  });

  taskSearchContract('DynamoDB', async () => {
    const { store: opened, client, names, jobs, dispose } = await ownTables();
    const store = opened();
    const search = new PagedTaskSearch({
      store,
      labourers: SEARCHED_LABOURERS,
      settings: DEFAULT_TASK_SETTINGS,
      sizes: new DynamoTableSizes({ client, names }),
      jobs: jobs(),
      rowsARead: { least: 5, most: 5 },
    });
    return { store, search, settle, dispose };
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
