/** Makes the documented tables in an emulator, under names of a test's own where it asks for some. */

import {
  CreateTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import { LEDGER_CLIENT, STORE_CLIENT } from '../../../src/adapters/dynamodb/dynamo-client.js';
import { type TableDefinition, tableDefinitions } from '../../../src/adapters/dynamodb/table-definitions.js';
import { type StoreNames, storeNames } from '../../../src/adapters/shared/store-names.js';

/** On a busy machine an emulator may take longer than the product waits; what would be sent again then may be done twice. */
const PATIENT = { connectionTimeout: 10_000, requestTimeout: 45_000, throwOnRequestTimeout: true };

/** Clients of an emulator on the loopback, with dummy credentials; any other endpoint is refused. */
export function dynamoClients(endpoint: string): {
  client: DynamoDBClient;
  ledgerClient: DynamoDBClient;
  close(): void;
} {
  if (!/^(127\.|localhost$|\[::1\]$)/.test(new URL(endpoint).hostname)) throw new Error(`${endpoint} is not loopback`);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const to = { endpoint, region: 'us-west-2', credentials, requestHandler: PATIENT };
  const client = new DynamoDBClient({ ...STORE_CLIENT, ...to });
  const ledgerClient = new DynamoDBClient({ ...LEDGER_CLIENT, ...to });
  return {
    client,
    ledgerClient,
    close: () => {
      client.destroy();
      ledgerClient.destroy();
    },
  };
}

let count = 0;

/** Names that no other test has. */
export function ownNames(): StoreNames & { readonly suffix: string } {
  const suffix = `_${process.pid}_${++count}`;
  const names = storeNames({
    dynamo_db_config: { table_name: `sosw_tasks${suffix}` },
    sosw_closed_tasks_table: `sosw_closed_tasks${suffix}`,
    sosw_retry_tasks_table: `sosw_retry_tasks${suffix}`,
  });
  return { ...names, suffix };
}

export async function makeTables(client: DynamoDBClient, names: StoreNames, suffix = ''): Promise<void> {
  const configured = new Set([names.tasks, names.closed, names.retry]);
  await Promise.all(
    tableDefinitions(names).map((definition) =>
      made(
        client,
        new CreateTableCommand({
          TableName: configured.has(definition.name) ? definition.name : definition.name + suffix,
          BillingMode: 'PAY_PER_REQUEST',
          ...schemaOf(definition),
        }),
      ),
    ),
  );
}

/** On a busy machine the answer may come too late: the client asks again, and the table that it made is there already. */
async function made(client: DynamoDBClient, request: CreateTableCommand): Promise<void> {
  try {
    await client.send(request);
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}

function schemaOf({ hash, range, indexes }: TableDefinition) {
  const keys = [hash, ...(range ? [range] : []), ...indexes.flatMap((index) => [index.hash, index.range])];
  const types = new Map(keys.map(({ name, type }) => [name, type]));
  const local = indexes.filter((index) => index.local).map(indexSchema);
  const global = indexes.filter((index) => !index.local).map(indexSchema);
  return {
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    KeySchema: keySchema(hash.name, range?.name),
    ...(local.length === 0 ? {} : { LocalSecondaryIndexes: local }),
    ...(global.length === 0 ? {} : { GlobalSecondaryIndexes: global }),
  };
}

const indexSchema = ({ name, hash, range, projects }: TableDefinition['indexes'][number]) => ({
  IndexName: name,
  KeySchema: keySchema(hash.name, range.name),
  Projection:
    projects === undefined
      ? { ProjectionType: 'ALL' as const }
      : { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...projects] },
});

const keySchema = (hash: string, range?: string): KeySchemaElement[] => [
  { AttributeName: hash, KeyType: 'HASH' },
  ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' as const }]),
];
