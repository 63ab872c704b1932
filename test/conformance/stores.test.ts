/** Memory, SQLite and DynamoDB give equal answers on the same random histories. `SOSW_SEED` plays other ones. */

import { join } from 'node:path';
import { type AttributeValue, DeleteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/open-database.js';
import { SqliteSlotLedger } from '../../src/adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskStore } from '../../src/adapters/sqlite/sqlite-task-store.js';
import { type OwnTables, onDynamoDbLocal } from '../adapters/dynamodb/on-dynamodb-local.js';
import { onSimulated } from '../adapters/dynamodb/on-simulated.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { type Companion, Company, type Stores, type Tally } from './company.js';
import { DECIDERS } from './decisions.js';
import { histories, LABOURERS, newTask } from './history.js';

/** Two connections to one file, so that nothing hangs on what one of them has read before. */
function sqlite(): Companion {
  const folder = temporaryFolder();
  const databases = [1, 2].map(() => openDatabase({ file: join(folder.path, 'sosw.db') }));
  return {
    name: 'SQLite',
    connections: databases.map((database) => ({
      tasks: new SqliteTaskStore(database),
      ledger: new SqliteSlotLedger(database),
    })),
    samePages: true,
    close: () => {
      for (const database of databases) database.close();
      folder.remove();
    },
  };
}

function sqliteInMemory(): Companion {
  const database = openDatabase({ file: ':memory:' });
  const stores: Stores = { tasks: new SqliteTaskStore(database), ledger: new SqliteSlotLedger(database) };
  return { name: 'SQLite, one connection', connections: [stores], samePages: true, close: () => database.close() };
}

/** On a busy machine an answer may come late, and the product's own clients would call it lost: here it is waited for. */
async function patientClient({ client }: OwnTables): Promise<DynamoDBClient> {
  const { region, credentials, endpoint } = client.config;
  if (endpoint === undefined) throw new Error('the tables are in no emulator');
  const to = { region, credentials, endpoint: await endpoint() };
  return new DynamoDBClient({ ...to, maxAttempts: 1, requestHandler: { requestTimeout: 60_000 } });
}

/** Two stores on the same tables, for the same reason; the tables are emptied for the next history, which is sooner done than making them. */
async function dynamoDb(tables: OwnTables, client: DynamoDBClient): Promise<Companion> {
  const { store, ledger, labourers, names } = tables;
  for (const [name, keys] of [
    [names.tasks, ['task_id']],
    [names.closed, ['task_id']],
    [names.retry, ['labourer_id', 'task_id']],
    [labourers, ['labourer_id']],
  ] as const) {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: name, ConsistentRead: true }));
    for (const item of Items) {
      const Key = Object.fromEntries(keys.map((key) => [key, item[key] as AttributeValue]));
      await client.send(new DeleteItemCommand({ TableName: name, Key }));
    }
  }
  const stores = (): Stores => ({
    tasks: store({ client, labourerIds: () => LABOURERS }),
    ledger: ledger({ client }),
  });
  return { name: 'DynamoDB', connections: [stores(), stores()], samePages: false, close: () => {} };
}

/** The simulated DynamoDB, on which the campaign runs. */
function simulatedDynamoDb(): Companion {
  const { store, ledger } = onSimulated();
  const stores = (): Stores => ({
    tasks: store({}, { labourerIds: () => LABOURERS }),
    ledger: ledger(),
  });
  return { name: 'simulated DynamoDB', connections: [stores(), stores()], samePages: false, close: () => {} };
}

/** Plays so many histories, each to fresh stores. */
async function agreeOn(open: () => Promise<readonly Companion[]>, numRuns: number): Promise<Tally> {
  const tally: Tally = new Map();
  const property = fc.asyncProperty(histories, async (history) => {
    const companions = await open();
    try {
      const company = new Company(companions, tally);
      for (const step of history) await company.take(step);
    } finally {
      for (const companion of companions) companion.close();
    }
  });
  await fc.assert(property, { numRuns, seed: Number(process.env.SOSW_SEED ?? 1) });
  return tally;
}

it('memory, SQLite and the simulated DynamoDB agree on every history, and every transition is in them, made and stale', async () => {
  const tally = await agreeOn(async () => [sqliteInMemory(), sqlite(), simulatedDynamoDb()], 30);
  const all = new Set(
    Object.values(DECIDERS).flatMap((deciders) =>
      deciders.map((decide) => decide({ ...newTask(0, 1), slot: '1.a' }, 1).name),
    ),
  );
  expect(new Set(tally.keys())).toEqual(all);
  for (const [name, counts] of tally) {
    expect(counts, name).toEqual({ applied: expect.toSatisfy(isSome), stale: expect.toSatisfy(isSome) });
  }
}, 300_000);

const isSome = (count: number): boolean => count > 0;

onDynamoDbLocal((ownTables) => {
  it('memory, SQLite and DynamoDB agree on every history', async () => {
    const tables = await ownTables();
    const client = await patientClient(tables);
    await agreeOn(async () => [sqlite(), await dynamoDb(tables, client)], 4);
    client.destroy();
    await tables.dispose();
  }, 400_000);
});
