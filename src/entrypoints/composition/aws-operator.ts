/** A deployment on AWS as an operator's own machine sees it: its documents, its tasks and slots; it starts nothing. */

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CloudWatchHistory } from '../../adapters/cloudwatch/cloudwatch-history.js';
import { LEDGER_CLIENT, STORE_CLIENT } from '../../adapters/dynamodb/dynamo-client.js';
import { DynamoConfigDocuments } from '../../adapters/dynamodb/dynamo-config-documents.js';
import { DynamoConfigSource } from '../../adapters/dynamodb/dynamo-config-source.js';
import { DynamoJobRegister } from '../../adapters/dynamodb/dynamo-job-register.js';
import { DynamoOperationLog } from '../../adapters/dynamodb/dynamo-operation-log.js';
import { DynamoSlotLedger } from '../../adapters/dynamodb/dynamo-slot-ledger.js';
import { DynamoTableSizes } from '../../adapters/dynamodb/dynamo-table-sizes.js';
import { DynamoTaskLog } from '../../adapters/dynamodb/dynamo-task-log.js';
import { CryptoIdSource } from '../../adapters/system/crypto-id-source.js';
import { SystemChance } from '../../adapters/system/system-chance.js';
import { SystemClock } from '../../adapters/system/system-clock.js';
import type { Logger } from '../../application/ports/logger.js';
import { PagedTaskSearch } from '../../application/paged-task-search.js';
import { seconds } from '../../domain/time.js';
import type { EssentialConfig } from '../config/config.js';
import { loadConfigDocuments } from '../config/load-documents.js';
import { awsTaskStore } from './aws-task-store.js';
import { type OperatorStore, operatorStore } from './operator-store.js';

/** As the campaign of faults lets clocks of functions differ. */
const CLOCK_SKEW = seconds(10);

/** Where a deployment's documents stand. */
export interface ConfigTable {
  readonly region: string;
  readonly table: string;
  readonly env: string;
}

/** The documents themselves, to be looked at and changed. */
export function awsDocuments({ region, table, env }: ConfigTable): DynamoConfigDocuments {
  return new DynamoConfigDocuments({ client: new DynamoDBClient({ ...STORE_CLIENT, region }), table, env });
}

/** What the documents tell a function of this name. Throws as `loadConfigDocuments` does. */
export function awsConfig({ region, table, env }: ConfigTable, functionName: string): Promise<EssentialConfig> {
  const client = new DynamoDBClient({ ...STORE_CLIENT, region });
  return loadConfigDocuments(new DynamoConfigSource({ client, table, env }), functionName);
}

/** The tasks and slots of a deployment. */
export function awsOperatorStore(
  config: EssentialConfig,
  { region, prefix, logger }: { readonly region: string; readonly prefix: string; readonly logger: Logger },
): OperatorStore {
  const client = new DynamoDBClient({ ...STORE_CLIENT, region });
  const ledgerClient = new DynamoDBClient({ ...LEDGER_CLIENT, region });
  const metricsClient = new CloudWatchClient({ region });
  const { labourers, taskSettings: settings } = config;
  const [clock, chance] = [new SystemClock(), new SystemChance()];
  // As the functions have it: a task that is cancelled from here goes to the same archive.
  const store = awsTaskStore(client, config, { clock, chance });
  const common = { client, clock, chance };
  const jobs = new DynamoJobRegister(common);
  return operatorStore({
    store,
    ledger: new DynamoSlotLedger({ client: ledgerClient, clock, chance }),
    log: new DynamoTaskLog({ ...common, logger }),
    search: new PagedTaskSearch({
      store,
      labourers,
      settings,
      jobs,
      sizes: new DynamoTableSizes({ client, names: config.storeNames }),
    }),
    history: new CloudWatchHistory({ client: metricsClient, clock, labourers, prefix }),
    jobs,
    operations: new DynamoOperationLog(common),
    clock,
    ids: new CryptoIdSource(),
    config,
    clockSkew: CLOCK_SKEW,
    close: () => {
      client.destroy();
      ledgerClient.destroy();
      metricsClient.destroy();
    },
  });
}
