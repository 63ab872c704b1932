/** The simulated DynamoDB answers as DynamoDB Local does. `SOSW_SEED` plays other histories. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import { tableDefinitions } from '../../../../src/adapters/dynamodb/table-definitions.js';
import { storeNames } from '../../../../src/adapters/shared/store-names.js';
import { type DynamoDbLocal, startDynamoDbLocal } from '../dynamodb-local.js';
import { dynamoClients, makeTables } from '../dynamo-tables.js';
import { skips } from '../skips.js';
import { histories, type SimulatedCommand } from './random-commands.js';
import { SimulatedDynamoDb } from './simulated-dynamodb.js';

/** What a caller can tell of an answer: everything but the words of errors and the order in which a batch is answered. */
async function answerOf(client: DynamoDBClient, command: SimulatedCommand): Promise<unknown> {
  try {
    const { $metadata, ConsumedCapacity, ...answer } = (await client.send(command as never)) as {
      $metadata: unknown;
      ConsumedCapacity?: unknown;
      Responses?: object;
    };
    if (answer.Responses === undefined) return answer;
    const tables = Object.entries(answer.Responses as Record<string, Item[]>);
    return { ...answer, Responses: Object.fromEntries(tables.map(([name, items]) => [name, items.toSorted(byKey)])) };
  } catch (error) {
    return failureOf(error as Failure);
  }
}

const keyText = ({ labourer_id, task_id }: Item): string => `${labourer_id?.S} ${task_id?.S}`;
const byKey = (one: Item, other: Item): number => (keyText(one) < keyText(other) ? -1 : 1);

interface Failure extends Error {
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly Item?: object;
  readonly CancellationReasons?: readonly { readonly Code?: string; readonly Item?: object }[];
}

function failureOf({
  name,
  constructor: ofClass,
  $fault,
  $metadata,
  Item,
  CancellationReasons: reasons,
}: Failure): unknown {
  // What is wrong with an item of a transaction is wrong with the request: no caller tells them apart.
  if (reasons?.some(({ Code }) => Code === 'ValidationError')) return 'refused';
  // Where a request is wrong in two ways, either may be named.
  if (name === 'ValidationException' || name === 'IdempotentParameterMismatchException') return 'refused';
  const because = reasons?.map(({ Code, Item: item }) => [Code, item]);
  return { name, ofClass, $fault, status: $metadata?.httpStatusCode, Item, because };
}

/** What histories that tell something have met. */
const MET = [
  ...['Delete', 'Get', 'Put', 'Update', 'BatchGet', 'BatchWrite'].map((name) => `${name}ItemCommand answered`),
  ...['Delete', 'Put', 'Update'].map((name) => `${name}ItemCommand ConditionalCheckFailedException`),
  'QueryCommand answered',
  'TransactWriteItemsCommand answered',
  'TransactWriteItemsCommand TransactionCanceledException',
];

describe.skipIf(skips('dynamodb'))('the simulated DynamoDB and DynamoDB Local', () => {
  const names = storeNames();
  let server: DynamoDbLocal;
  let clients: ReturnType<typeof dynamoClients>;
  beforeAll(async () => {
    server = await startDynamoDbLocal();
    clients = dynamoClients(server.endpoint);
    await makeTables(clients.client, names);
  });
  afterAll(async () => {
    clients?.close();
    await server?.stop();
  });

  it('give equal answers to all that is asked of them', async () => {
    let played = 0;
    const answers = new Set<string>();
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const own = { names, prefix: `${played++}.` };
        const simulated = new SimulatedDynamoDb({ tables: tableDefinitions(names), now: () => 0 });
        for (const make of history) {
          const command = make(own);
          const local = await answerOf(clients.ledgerClient, command);
          const outcome = local === 'refused' ? local : ((local as Failure).name ?? 'answered');
          answers.add(`${command.constructor.name} ${outcome}`);
          expect(await answerOf(simulated.client, command), JSON.stringify(command.input)).toEqual(local);
        }
      }),
      { numRuns: Number(process.env.SOSW_RUNS ?? 60), seed: Number(process.env.SOSW_SEED ?? 1) },
    );
    expect([...answers]).toEqual(expect.arrayContaining(MET));
  }, 180_000);
});
