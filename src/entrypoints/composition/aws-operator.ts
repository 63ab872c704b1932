/** A deployment on AWS as an operator's own machine sees it: its documents, its tasks and slots; it starts nothing. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LEDGER_CLIENT, STORE_CLIENT } from '../../adapters/dynamodb/dynamo-client.js';
import { DynamoConfigDocuments } from '../../adapters/dynamodb/dynamo-config-documents.js';
import { DynamoConfigSource } from '../../adapters/dynamodb/dynamo-config-source.js';
import { DynamoSlotLedger } from '../../adapters/dynamodb/dynamo-slot-ledger.js';
import { DynamoTaskLog } from '../../adapters/dynamodb/dynamo-task-log.js';
import { SystemChance } from '../../adapters/system/system-chance.js';
import { SystemClock } from '../../adapters/system/system-clock.js';
import type { Logger } from '../../application/ports/logger.js';
import { QueueEnds } from '../../application/queue-ends.js';
import { SlotBook } from '../../application/slot-book.js';
import { TaskOperator } from '../../application/task-operator.js';
import type { EssentialConfig } from '../config/config.js';
import { loadConfigDocuments } from '../config/load-documents.js';
import { awsTaskStore } from './aws-task-store.js';
import type { OperatorStore } from './operator-store.js';

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
  { region, logger }: { readonly region: string; readonly logger: Logger },
): OperatorStore {
  const client = new DynamoDBClient({ ...STORE_CLIENT, region });
  const ledgerClient = new DynamoDBClient({ ...LEDGER_CLIENT, region });
  const { labourers, taskSettings } = config;
  const [clock, chance] = [new SystemClock(), new SystemChance()];
  // As the functions have it: a task that is cancelled from here goes to the same archive.
  const store = awsTaskStore(client, config, { clock, chance });
  const ledger = new DynamoSlotLedger({ client: ledgerClient, clock, chance });
  const queue = new QueueEnds({ store, slots: new SlotBook(ledger, clock), clock }, taskSettings);
  return {
    store,
    ledger,
    log: new DynamoTaskLog({ client, clock, chance, logger }),
    operator: new TaskOperator({ store, labourers, queue, clock }),
    labourers,
    close: () => {
      client.destroy();
      ledgerClient.destroy();
    },
  };
}
