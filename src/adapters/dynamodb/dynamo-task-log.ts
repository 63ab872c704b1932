/** The trail of tasks' events in `sosw_tasks_meta`, 25 a request. */

import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Logger } from '../../application/ports/logger.js';
import type { TaskAction, TaskEvent, TaskLog } from '../../application/ports/task-log.js';
import type { LabourerId, TaskId } from '../../domain/ids.js';
import type { EpochSeconds, Seconds } from '../../domain/time.js';
import { FIXED_NAMES } from '../shared/store-names.js';
import { attributeOf, type Item, jsonObjectOf, numberIn } from './attribute-values.js';
import { batchPut } from './batches.js';
import { storeFailure } from './dynamo-failures.js';
import { Expression } from './expression.js';
import type { SendingParts } from './pause.js';
import { OWN } from './task-item.js';
import { UniqueInstants } from './unique-instants.js';

export interface DynamoTaskLogParts extends SendingParts {
  readonly table?: string;
  readonly logger: Pick<Logger, 'warn'>;
  /** How long events stay, by TTL (`meta_days`); for ever without it. */
  readonly life?: Seconds;
}

export class DynamoTaskLog implements TaskLog {
  readonly #parts: DynamoTaskLogParts;
  readonly #table: string;
  readonly #instants: UniqueInstants;

  constructor(parts: DynamoTaskLogParts) {
    this.#parts = parts;
    this.#table = parts.table ?? FIXED_NAMES.meta;
    this.#instants = new UniqueInstants(parts.chance);
  }

  async write(events: readonly TaskEvent[]): Promise<void> {
    try {
      await batchPut(
        this.#parts,
        this.#table,
        events.map((event) => this.#itemOf(event)),
      );
    } catch (error) {
      this.#parts.logger.warn("tasks' events could not be written down", { events: events.length, error });
    }
  }

  async read(taskId: TaskId): Promise<readonly TaskEvent[]> {
    const events: TaskEvent[] = [];
    let start: Item | undefined;
    do {
      const expression = new Expression();
      const request = new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: expression.equals('task_id', { S: taskId }),
        ...expression.attributes,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      });
      try {
        const answer = await this.#parts.client.send(request);
        events.push(...(answer.Items ?? []).map(eventOf));
        start = answer.LastEvaluatedKey;
      } catch (error) {
        throw storeFailure(error, `to query ${this.#table}`);
      }
    } while (start !== undefined);
    return events;
  }

  #itemOf({ taskId, labourerId, action, at, author, details }: TaskEvent): Item {
    return {
      task_id: { S: taskId },
      // The instant is the item's key: events of one instant must not replace each other.
      created_at: { N: this.#instants.next(at) },
      ...(labourerId === undefined ? {} : { labourer_id: { S: labourerId } }),
      action: { S: action },
      author: { S: author },
      ...(details === undefined ? {} : { details: attributeOf(details) }),
      ...(this.#parts.life === undefined ? {} : { [OWN.expiresAt]: { N: String(Math.ceil(at + this.#parts.life)) } }),
    };
  }
}

const KNOWN: ReadonlySet<string> = new Set([
  'task_id',
  'created_at',
  'labourer_id',
  'action',
  'author',
  'details',
  OWN.expiresAt,
]);

/** What the old system wrote beside its action (`invocation_id`, `log_stream_name`, …) are details here. */
function eventOf(item: Item): TaskEvent {
  const others = Object.entries(item).filter(([name]) => !KNOWN.has(name));
  const details = {
    ...(item.details?.M === undefined ? {} : jsonObjectOf(item.details.M)),
    ...jsonObjectOf(Object.fromEntries(others)),
  };
  return {
    taskId: item.task_id?.S as TaskId,
    ...(item.labourer_id?.S === undefined ? {} : { labourerId: item.labourer_id.S as LabourerId }),
    action: (item.action?.S ?? 'created') as TaskAction,
    at: (numberIn(item.created_at) ?? 0) as EpochSeconds,
    author: item.author?.S ?? '',
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}
