/** Pages of a query or scan, one request after the other. */

import {
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  ScanCommand,
  type ScanCommandInput,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { dynamoFailure } from './dynamo-failure.js';

const LIMIT_MAX = 2 ** 31 - 1;

/**
 * Ends with the first `Limit` rows, or with the last. A page's own limit counts rows before the filter, so under a filter each page
 * looks at twice as many as the one before, and rows that match rarely cost few requests.
 */
export async function* queryPages(
  client: DynamoDBClient,
  request: QueryCommandInput,
): AsyncGenerator<QueryCommandOutput> {
  const { Limit: wanted, FilterExpression: filter } = request;
  let [page, found] = [request, 0];
  for (;;) {
    const answer = await send(`to query ${request.TableName}`, () => client.send(new QueryCommand(page)));
    yield answer;
    found += answer.Items?.length ?? 0;
    if (answer.LastEvaluatedKey === undefined || (wanted !== undefined && found >= wanted)) return;
    const looked = page.Limit ?? LIMIT_MAX;
    const limit = filter === undefined ? (wanted ?? LIMIT_MAX) - found : Math.min(looked * 2, LIMIT_MAX);
    page = {
      ...request,
      ...(wanted === undefined ? {} : { Limit: limit }),
      ExclusiveStartKey: answer.LastEvaluatedKey,
    };
  }
}

/** To the table's or index's end. */
export async function* scanPages(client: DynamoDBClient, request: ScanCommandInput): AsyncGenerator<ScanCommandOutput> {
  let page = request;
  for (;;) {
    const answer = await send(`to scan ${request.TableName}`, () => client.send(new ScanCommand(page)));
    yield answer;
    if (answer.LastEvaluatedKey === undefined) return;
    page = { ...request, ExclusiveStartKey: answer.LastEvaluatedKey };
  }
}

async function send<Answer>(doing: string, request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (error) {
    throw dynamoFailure(error, doing);
  }
}
