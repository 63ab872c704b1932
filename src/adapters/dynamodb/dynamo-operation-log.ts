/**
 * The operators' audit trail in `sosw_tasks_meta`, under partitions that no task can have: each record once with its operation and once
 * among all of them.
 */

import { QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type {
  OperationLog,
  OperationRecord,
  OperationState,
  OperatorAction,
} from '../../application/ports/operation-log.js';
import type { JsonObject } from '../../domain/task.js';
import { type EpochSeconds, seconds } from '../../domain/time.js';
import { isJsonObject } from '../../domain/worker-event.js';
import { jsonOrUndefined } from '../shared/json-text.js';
import { FIXED_NAMES } from '../shared/store-names.js';
import { type Item, numberIn } from './attribute-values.js';
import { storeFailure } from './dynamo-failures.js';
import { Expression } from './expression.js';
import type { SendingParts } from './pause.js';
import { expiryAfter, OWN } from './task-item.js';
import { UniqueInstants } from './unique-instants.js';

/** How long records stay, by TTL: a year. */
const RECORD_LIFE = seconds(365 * 86_400);

/** No task's id has control characters. */
const ALL = '\u0000operations';
const partitionOf = (operationId: string): string => `\u0000operation:${operationId}`;

export interface DynamoOperationLogParts extends SendingParts {
  readonly table?: string;
}

/** All reads are strongly consistent. */
export class DynamoOperationLog implements OperationLog {
  readonly #parts: DynamoOperationLogParts;
  readonly #table: string;
  readonly #instants: UniqueInstants;

  constructor(parts: DynamoOperationLogParts) {
    this.#parts = parts;
    this.#table = parts.table ?? FIXED_NAMES.meta;
    this.#instants = new UniqueInstants(parts.chance);
  }

  async append(record: OperationRecord): Promise<void> {
    const createdAt = this.#instants.next(record.at);
    const puts = [partitionOf(record.operationId), ALL].map((partition) => ({
      Put: { TableName: this.#table, Item: itemOf(record, partition, createdAt) },
    }));
    try {
      await this.#parts.client.send(new TransactWriteItemsCommand({ TransactItems: puts }));
    } catch (error) {
      throw storeFailure(error, 'to keep the record of an operation');
    }
  }

  recent(limit: number): Promise<readonly OperationRecord[]> {
    return this.#read(ALL, { limit, newestFirst: true });
  }

  of(operationId: string): Promise<readonly OperationRecord[]> {
    return this.#read(partitionOf(operationId), { limit: Number.POSITIVE_INFINITY, newestFirst: false });
  }

  async #read(
    partition: string,
    { limit, newestFirst }: { readonly limit: number; readonly newestFirst: boolean },
  ): Promise<readonly OperationRecord[]> {
    const records: OperationRecord[] = [];
    let start: Item | undefined;
    do {
      const expression = new Expression();
      const request = new QueryCommand({
        TableName: this.#table,
        ConsistentRead: true,
        ScanIndexForward: !newestFirst,
        KeyConditionExpression: expression.equals('task_id', { S: partition }),
        ...expression.attributes,
        ...(Number.isFinite(limit) ? { Limit: limit - records.length } : {}),
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      });
      try {
        const answer = await this.#parts.client.send(request);
        records.push(...(answer.Items ?? []).map(recordOf));
        start = answer.LastEvaluatedKey;
      } catch (error) {
        throw storeFailure(error, `to query ${this.#table}`);
      }
    } while (start !== undefined && records.length < limit);
    return records;
  }
}

function itemOf({ operationId, at, target, counts, error, ...texts }: OperationRecord, partition: string, id: string) {
  const item: Item = {
    task_id: { S: partition },
    created_at: { N: id },
    operation_id: { S: operationId },
    // As JSON text: a map of DynamoDB's would not keep every key and number as it is.
    target: { S: JSON.stringify(target) },
    [OWN.expiresAt]: { N: String(expiryAfter(at, RECORD_LIFE)) },
  };
  for (const [name, text] of Object.entries(texts)) item[name] = { S: text };
  for (const [name, count] of Object.entries(counts ?? {})) item[name] = { N: String(count) };
  if (error !== undefined) item.error = { S: error };
  return item;
}

function recordOf(item: Item): OperationRecord {
  const target = jsonOrUndefined(item.target?.S ?? '');
  const [changed, skipped, matched] = [item.changed, item.skipped, item.matched].map(numberIn);
  return {
    operationId: item.operation_id?.S ?? '',
    at: (numberIn(item.created_at) ?? 0) as EpochSeconds,
    by: item.by?.S ?? '',
    action: item.action?.S as OperatorAction,
    state: item.state?.S as OperationState,
    target: isJsonObject(target) ? (target as JsonObject) : {},
    ...(changed === undefined
      ? {}
      : { counts: { changed, skipped: skipped ?? 0, ...(matched === undefined ? {} : { matched }) } }),
    ...(item.error?.S === undefined ? {} : { error: item.error.S }),
  };
}
