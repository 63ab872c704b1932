/** Configuration documents in the table `config`. */

import { DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { jsonOf } from '../../../adapters/dynamodb/attribute-values.js';
import { STORE_CLIENT } from '../../../adapters/dynamodb/dynamo-client.js';
import { DynamoConfigSource } from '../../../adapters/dynamodb/dynamo-config-source.js';
import { storeFailure } from '../../../adapters/dynamodb/dynamo-failures.js';
import { documentOfText } from '../../../adapters/shared/config-document.js';
import { SoswError } from '../../../domain/errors.js';
import type { Json } from '../../../domain/task.js';
import { SETTINGS_MAX, type SettingsSource, tooMany } from './settings-source.js';

export interface DynamoSettingsParts {
  readonly table: string;
  readonly env: string;
  readonly client?: DynamoDBClient | undefined;
}

export function dynamoSettings({
  table,
  env,
  client = new DynamoDBClient(STORE_CLIENT),
}: DynamoSettingsParts): SettingsSource {
  const source = new DynamoConfigSource({ client, table, env });
  return {
    get: (name) => withoutAnswers(source.get(name)),
    startingWith: (start) => withoutAnswers(queried(client, { table, env, start })),
  };
}

async function queried(
  client: DynamoDBClient,
  { table, env, start }: { table: string; env: string; start: string },
): Promise<readonly (readonly [string, Json])[]> {
  const found: [string, Json][] = [];
  const request: QueryCommandInput = {
    TableName: table,
    KeyConditionExpression: '#env = :env AND begins_with(#name, :start)',
    ExpressionAttributeNames: { '#env': 'env', '#name': 'config_name' },
    ExpressionAttributeValues: { ':env': { S: env }, ':start': { S: start } },
    ConsistentRead: true,
  };
  try {
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand(request));
      for (const { config_name, config_value = { NULL: true } } of Items) {
        const value = config_value.S === undefined ? jsonOf(config_value) : documentOfText(config_value.S);
        found.push([config_name?.S ?? '', value]);
      }
      if (found.length > SETTINGS_MAX) throw tooMany(start);
      request.ExclusiveStartKey = LastEvaluatedKey;
    } while (request.ExclusiveStartKey !== undefined);
  } catch (error) {
    throw storeFailure(error, `to query ${table}`);
  }
  return found;
}

/** An answer that the SDK could not read hangs on its error, and with it what the table holds. DynamoDB's own errors quote nothing. */
async function withoutAnswers<Result>(reading: Promise<Result>): Promise<Result> {
  try {
    return await reading;
  } catch (error) {
    const isOwn = error instanceof SoswError && error.cause instanceof Error && '$fault' in error.cause;
    if (isOwn || !(error instanceof SoswError) || error.cause === undefined) throw error;
    throw new SoswError(error.code, error.message, { retryable: error.retryable });
  }
}
