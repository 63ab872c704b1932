/** Area 7: rows to typed ones and back, and what the DynamoDbClient asks of DynamoDB; compared by meaning. */

import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../src/adapters/dynamodb/attribute-values.js';
import { SoswError } from '../../../src/domain/errors.js';
import type { Json, JsonObject } from '../../../src/domain/task.js';
import { isJsonObject } from '../../../src/domain/worker-event.js';
import { DynamoDbClient } from '../../../src/entrypoints/library/components/dynamo-db/dynamo-db-client.js';
import type { DynamoDbConfig, Keys } from '../../../src/entrypoints/library/components/dynamo-db/row-types.js';
import { type RecordedRequest, recordedClient } from '../dynamo/recorded-client.js';
import { conditionsIn, describedQuery, describedScan, describedWrite, placeholdersOf } from '../dynamo/requests.js';
import { comparable } from '../dynamo/typed.js';
import { type AreaRunner, bagDifference, difference, listIn, mapIn, textIn, type Vector } from '../vector.js';

/** What a call came to, beside its requests. */
interface World {
  readonly client: DynamoDbClient;
  readonly input: JsonObject;
  readonly options: Record<string, Json>;
  readonly requests: readonly RecordedRequest[];
}

/** Each gives what is compared with `expected`, under its names. */
type Operation = (world: World) => Promise<Readonly<Record<string, unknown>>>;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  to_dynamo: async ({ client, input, options }) => ({
    value: comparable(client.dictToDynamo(mapIn(input, 'row'), options)),
  }),
  from_dynamo: async ({ client, input, options }) => ({
    value: client.dynamoToDict(mapIn(input, 'row') as unknown as Item, options),
  }),
  filter: async ({ client, input }) => {
    const { expression, names, values } = client.parseFilterExpression(textIn(input, 'expression'));
    const request = { ExpressionAttributeNames: names, ExpressionAttributeValues: values };
    const [filter, ...more] = conditionsIn(expression, placeholdersOf(request));
    return { filter: more.length === 0 ? filter : 'several conditions', values: valuesIn(request) };
  },
  query: async ({ client, options: { keys, ...options }, requests }) => {
    const result = await client.getByQuery(keys as Keys, options);
    const request = sameRequests(requests);
    return { query: describedQuery(request), result, values: valuesIn(request.input), names: namesIn(request.input) };
  },
  scan: async ({ client, options, requests }) => {
    const result = await client.getByScan(options);
    return { scan: describedScan(sameRequests(requests)), result };
  },
  put: async ({ client, options: { row, ...options }, requests }) => {
    await client.put(asMap(row), options);
    return written(requests);
  },
  create: async ({ client, options: { row, ...options }, requests }) => {
    await client.create(asMap(row), options);
    return written(requests);
  },
  delete: async ({ client, options: { keys, ...options }, requests }) => {
    await client.delete(keys as Keys, options);
    return written(requests);
  },
  update: async ({ client, options: { keys, ...changes }, requests }) => {
    await client.update(keys as Keys, changes);
    return written(requests);
  },
  patch: async ({ client, options: { keys, ...changes }, requests }) => {
    await client.patch(keys as Keys, changes);
    return written(requests);
  },
  transact: async ({ client, input, requests }) => {
    const parts = listIn(input, 'items').map((item): TransactWriteItem => {
      const { kind, row, table } = asMap(item);
      const options = typeof table === 'string' ? { tableName: table } : {};
      if (kind === 'delete') return client.makeDeleteTransactionItem(row as Keys, options);
      if (kind === 'put') return client.makePutTransactionItem(asMap(row), options);
      throw new TypeError(`unknown kind ${JSON.stringify(kind)}`);
    });
    await client.transactWrite(...parts);
    return { requests: requests.map(describedWrite) };
  },
  batch_get: async ({ client, options: { keysList, ...options }, requests }) => {
    await client.batchGetItemsOneTable(keysList as Keys[], options);
    return { requests: requests.map(describedWrite) };
  },
};

export const run: AreaRunner = async (vector) => {
  const { input, expected, error } = vector;
  const op = String(input.op);
  const operation = Object.hasOwn(OPERATIONS, op) ? OPERATIONS[op] : undefined;
  if (operation === undefined) return `unknown operation ${JSON.stringify(input.op)}`;
  if ((expected === undefined) === (error === undefined)) return 'neither a value nor an error';
  const { client, requests } = recordedClient(input.pages === undefined ? [] : listIn(input, 'pages'));
  const config = mapIn(input, 'config') as unknown as DynamoDbConfig;
  let found: Readonly<Record<string, unknown>>;
  try {
    const options = optionsIn(mapIn(input, 'kwargs'));
    found = await operation({ client: new DynamoDbClient({ config, client }), input, options, requests });
  } catch (refusal) {
    if (!(refusal instanceof SoswError) || refusal.retryable) throw refusal;
    if (error === undefined) return `refused: ${refusal.message}`;
    return requests.length === 0 ? undefined : 'refused, but asked DynamoDB before';
  }
  return error === undefined ? meaningDifference(found, vector) : `expected to be refused (${error})`;
};

/** Everything that the vector expects is compared; conditions and typed values have no order, and their placeholders no names. */
function meaningDifference(found: Readonly<Record<string, unknown>>, { expected, input }: Vector): string | undefined {
  const wanted = mapIn({ expected }, 'expected');
  for (const [name, value] of Object.entries(wanted)) {
    const part = found[name];
    const isTyped = name === 'typed' || (name === 'value' && input.op === 'to_dynamo');
    const differs =
      name === 'values'
        ? bagDifference(part as unknown[], Object.values(asMap(value)).map(comparable), name, { deep: false })
        : name === 'names'
          ? namesDifference(part as string[], value)
          : name === 'query' || name === 'scan'
            ? readDifference(asMap(part), asMap(value), name)
            : name === 'typed'
              ? typedDifference(asMap(part), asMap(value))
              : difference(part, isTyped ? comparable(value) : value, undefined, name);
    if (differs !== undefined) return differs;
  }
  return undefined;
}

function readDifference(found: JsonObject, expected: JsonObject, path: string): string | undefined {
  const { conditions, ...rest } = expected;
  const { conditions: foundConditions, ...foundRest } = found;
  return (
    difference(foundRest, rest, undefined, path) ??
    bagDifference(foundConditions as Json[], conditions as Json[], `${path}.conditions`, { deep: false })
  );
}

function typedDifference(found: JsonObject, expected: JsonObject): string | undefined {
  const { ExpressionAttributeValues: values = {}, ...rest } = expected;
  const { ExpressionAttributeValues: foundValues, ...foundRest } = found;
  return (
    difference(foundRest, comparable(rest), undefined, 'typed') ??
    bagDifference(foundValues as Json[], Object.values(asMap(values)).map(comparable), 'typed.values', { deep: false })
  );
}

/** The old system was told which names need a placeholder; here all have one. */
function namesDifference(found: readonly string[], expected: Json): string | undefined {
  if (expected === null) return undefined;
  const missing = Object.values(asMap(expected)).filter((name) => !found.includes(String(name)));
  return missing.length === 0 ? undefined : `names: ${missing.join(', ')} stands in the expression itself`;
}

/** The first request; the later ones must ask the same of the pages that follow. */
function sameRequests(requests: readonly RecordedRequest[]): RecordedRequest {
  const [first, ...later] = requests;
  if (first === undefined) throw new TypeError('nothing was asked');
  for (const { input } of later) {
    const { Limit: _limit, ExclusiveStartKey: start, ...rest } = input;
    const { Limit: _first, ...same } = first.input;
    const differs = start === undefined ? 'a page is read twice' : difference(rest, same);
    if (differs !== undefined) throw new TypeError(differs);
  }
  return first;
}

function written(requests: readonly RecordedRequest[]): Readonly<Record<string, unknown>> {
  const [request, ...more] = requests;
  if (request === undefined || more.length > 0) throw new TypeError(`${requests.length} requests instead of one`);
  const { Item: item, Key: key } = request.input;
  return {
    request: describedWrite(request),
    typed: {
      ...(item === undefined ? {} : { Item: comparable(item) }),
      ...(key === undefined ? {} : { Key: comparable(key) }),
      ExpressionAttributeValues: valuesIn(request.input),
    },
  };
}

const valuesIn = (input: RecordedRequest['input']): unknown[] =>
  Object.values((input.ExpressionAttributeValues ?? {}) as object).map(comparable);

const namesIn = (input: RecordedRequest['input']): string[] =>
  Object.values((input.ExpressionAttributeNames ?? {}) as object).map(String);

/** Documented arguments by their names here; null is an argument that was not given. */
const optionsIn = (kwargs: JsonObject): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(kwargs)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), value]),
  );

function asMap(value: unknown): JsonObject {
  if (isJsonObject(value as Json)) return value as JsonObject;
  throw new TypeError('no map in the vector');
}
