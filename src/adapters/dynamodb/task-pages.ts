/** Reads of many tasks by the documented indexes: keyed, paged, never more than was asked for. */

import { QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { OpenQuery, Page, PageKey } from '../../application/ports/task-store.js';
import { RefusedError } from '../../domain/errors.js';
import type { GreenfieldRange } from '../../domain/greenfield.js';
import type { LabourerId, TaskId } from '../../domain/ids.js';
import type { Task, TerminalStage } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import { pageKey, placeOfKey } from '../shared/page-key.js';
import { STATUS_COLUMN, type StoreNames } from '../shared/store-names.js';
import { type Item, numberIn } from './attribute-values.js';
import { batchGet } from './batches.js';
import { storeFailure } from './dynamo-failures.js';
import { Expression } from './expression.js';
import type { SendingParts } from './pause.js';
import type { RecentRows } from './recent-rows.js';
import { retriesOf, statusesOf, type TaskItems, type TaskTable, unreportedStatus } from './task-item.js';

/** Rows that one request looks at where a filter may drop most of them. */
const FILTERED_AT_ONCE = 1000;

/** A query of one partition of an index, in the order of its range key. */
interface Partition {
  readonly table: string;
  readonly index: string;
  readonly hash: string;
  readonly hashValue: string;
  readonly range: string;
}

interface Found {
  readonly items: readonly Item[];
  /** Of the last item, where there may be more behind it. */
  readonly last?: Item;
}

export interface TaskPagesParts extends SendingParts {
  readonly names: StoreNames;
  readonly items: TaskItems;
  readonly recent: RecentRows;
}

export class TaskPages {
  readonly #parts: TaskPagesParts;

  constructor(parts: TaskPagesParts) {
    this.#parts = parts;
  }

  async open(query: OpenQuery & { limit: number; descending?: boolean; after?: PageKey }): Promise<Page> {
    const { descending = false, limit, after } = query;
    if (isEmpty(query.range)) return { tasks: [] };
    const partition = this.#openPartition(query.labourerId);
    const expression = new Expression();
    const found = await this.#read(partition, limit, after, {
      ScanIndexForward: !descending,
      ...this.#openConditions(partition, query, expression),
      ...expression.attributes,
    });
    return this.#page(found, 'open', partition.range);
  }

  async countOpen(query: OpenQuery): Promise<number> {
    if (isEmpty(query.range)) return 0;
    const partition = this.#openPartition(query.labourerId);
    const expression = new Expression();
    const conditions = this.#openConditions(partition, query, expression);
    const request = { ...named(partition), ...conditions, ...expression.attributes, Select: 'COUNT' } as const;
    let count = 0;
    let start: Item | undefined;
    do {
      const answer = await this.#query({ ...request, ...(start === undefined ? {} : { ExclusiveStartKey: start }) });
      count += answer.Count ?? 0;
      start = answer.LastEvaluatedKey;
    } while (start !== undefined);
    return count;
  }

  async retrying(query: {
    labourerId: LabourerId;
    dueBy?: EpochSeconds;
    limit: number;
    after?: PageKey;
  }): Promise<Page> {
    const { names, items } = this.#parts;
    const partition: Partition = {
      table: names.retry,
      index: names.retryIndex,
      hash: items.column('labourer_id'),
      hashValue: query.labourerId,
      range: items.column('desired_launch_time'),
    };
    const expression = new Expression();
    const due =
      query.dueBy === undefined
        ? []
        : [`${expression.name(partition.range)} <= ${expression.value({ N: String(query.dueBy) })}`];
    const found = await this.#read(partition, query.limit, query.after, {
      ConsistentRead: true,
      KeyConditionExpression: [inPartition(partition, expression), ...due].join(' AND '),
      ...expression.attributes,
    });
    return this.#page(found, 'retrying', partition.range);
  }

  /** Dead tasks whose report is not confirmed come before the others; both are newest first. */
  async closed(query: { labourerId: LabourerId; stage: TerminalStage; limit: number; after?: PageKey }): Promise<Page> {
    const statuses = statusesOf(query.labourerId, query.stage);
    let { partition, after } = closedPlace(query.after);
    const found: Item[] = [];
    for (let status = statuses[partition]; status !== undefined; status = statuses[++partition]) {
      const part = await this.#closedOf(status, query.limit - found.length, after);
      found.push(...part.items);
      const next = part.last && this.#keyOf(part.last, this.#closedRange);
      const more = next ?? (found.length === query.limit && partition + 1 < statuses.length ? null : undefined);
      if (more !== undefined) {
        const key = JSON.stringify(more === null ? [partition + 1] : [partition, more]);
        return { tasks: await this.#whole(found, query.stage), next: key };
      }
      after = undefined;
    }
    return { tasks: await this.#whole(found, query.stage) };
  }

  async unreported({ labourerId, limit }: { labourerId: LabourerId; limit: number }): Promise<readonly Task[]> {
    const { items } = await this.#closedOf(unreportedStatus(labourerId), limit);
    return (await this.#whole(items, 'dead')).filter((task) => task.notifyPending === true);
  }

  #closedOf(status: string, limit: number, after?: PageKey): Promise<Found> {
    const { names } = this.#parts;
    const partition: Partition = {
      table: names.closed,
      index: names.closedIndex,
      hash: STATUS_COLUMN,
      hashValue: status,
      range: this.#closedRange,
    };
    const expression = new Expression();
    return this.#read(partition, limit, after, {
      ScanIndexForward: false,
      KeyConditionExpression: inPartition(partition, expression),
      ...expression.attributes,
    });
  }

  get #closedRange(): string {
    return this.#parts.items.column('closed_at');
  }

  #openPartition(labourerId: LabourerId): Partition {
    const { names, items } = this.#parts;
    return {
      table: names.tasks,
      index: names.tasksIndex,
      hash: items.column('labourer_id'),
      hashValue: labourerId,
      range: items.column('greenfield'),
    };
  }

  #openConditions(partition: Partition, query: OpenQuery, expression: Expression) {
    const place = greenfieldCondition(partition.range, query.range, expression);
    const KeyConditionExpression = [inPartition(partition, expression), ...place].join(' AND ');
    if (query.completed === undefined) return { KeyConditionExpression };
    const column = this.#parts.items.column('completed_at');
    return {
      KeyConditionExpression,
      FilterExpression: query.completed ? expression.exists(column) : expression.absent(column),
    };
  }

  /** Reads until there are as many as asked for, or the partition ends. */
  async #read(
    partition: Partition,
    limit: number,
    after: PageKey | undefined,
    conditions: Partial<QueryCommandInput>,
  ): Promise<Found> {
    const found: Item[] = [];
    const filtered = conditions.FilterExpression !== undefined;
    let start = after === undefined ? undefined : this.#startOf(after, partition);
    do {
      const answer = await this.#query({
        ...named(partition),
        ...conditions,
        Limit: filtered ? FILTERED_AT_ONCE : limit - found.length,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      });
      found.push(...((answer.Items ?? []) as Item[]));
      start = answer.LastEvaluatedKey;
    } while (start !== undefined && found.length < limit);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return last === undefined || (start === undefined && found.length <= limit) ? { items } : { items, last };
  }

  #page({ items, last }: Found, table: TaskTable, range: string): Page {
    const tasks = items.flatMap((item) => this.#taskOf(item, table));
    return last === undefined ? { tasks } : { tasks, next: this.#keyOf(last, range) };
  }

  #taskOf(item: Item, table: TaskTable): Task[] {
    const task = this.#parts.items.taskOf(item, table);
    if (task === undefined) return [];
    this.#parts.recent.keep({ task, retries: retriesOf(item) });
    return [task];
  }

  /** The rows themselves: the documented index of the closed table holds only a few of their attributes. */
  async #whole(found: readonly Item[], stage: TerminalStage): Promise<Task[]> {
    if (found.length === 0) return [];
    const { names, items } = this.#parts;
    const id = items.column('task_id');
    const keys = found.map((item) => ({ [id]: item[id] as Item[string] }));
    const rows = await batchGet(this.#parts, { table: names.closed, keys });
    const byId = new Map(rows.map((item) => [item[id]?.S, item]));
    return found
      .flatMap((item) => this.#taskOf(byId.get(item[id]?.S) ?? {}, 'closed'))
      .filter((task) => task.stage === stage);
  }

  #keyOf(item: Item, range: string): PageKey {
    const taskId = item[this.#parts.items.column('task_id')]?.S as TaskId;
    return pageKey({ order: numberIn(item[range]) ?? 0, taskId });
  }

  #startOf(after: PageKey, { hash, hashValue, range }: Partition): Item {
    const { order, taskId } = placeOfKey(after);
    const id = this.#parts.items.column('task_id');
    return { [id]: { S: taskId }, [hash]: { S: hashValue }, [range]: { N: String(order) } };
  }

  async #query(request: QueryCommandInput) {
    try {
      return await this.#parts.client.send(new QueryCommand(request));
    } catch (error) {
      throw storeFailure(error, `to query ${request.TableName}.${request.IndexName}`);
    }
  }
}

const named = ({ table, index }: Partition) => ({ TableName: table, IndexName: index });

const inPartition = ({ hash, hashValue }: Partition, expression: Expression): string =>
  expression.equals(hash, { S: hashValue });

/** Where a page of closed tasks goes on: in which of their partitions, and behind what there. */
function closedPlace(key: PageKey | undefined): { partition: number; after?: PageKey } {
  if (key === undefined) return { partition: 0 };
  const [partition, after] = partsOfKey(key);
  if (typeof partition !== 'number' || (after !== undefined && typeof after !== 'string')) {
    throw new RefusedError('page.key', { path: 'after', expected: 'the key that came with a page', found: key });
  }
  return after === undefined ? { partition } : { partition, after };
}

function partsOfKey(key: PageKey): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(key);
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

const isEmpty = ({ above, upTo }: GreenfieldRange): boolean =>
  above !== undefined && upTo !== undefined && upTo <= above;

/** A key condition has one comparison: between two ends, the lower of which is the next number above the border. */
function greenfieldCondition(column: string, { above, upTo }: GreenfieldRange, expression: Expression): string[] {
  if (above === undefined && upTo === undefined) return [];
  const name = expression.name(column);
  if (above === undefined) return [`${name} <= ${expression.value({ N: String(upTo) })}`];
  if (upTo === undefined) return [`${name} > ${expression.value({ N: String(above) })}`];
  const [from, to] = [nextAbove(above), upTo].map((end) => expression.value({ N: String(end) }));
  return [`${name} BETWEEN ${from} AND ${to}`];
}

/** DynamoDB has no positive numbers below it. */
const SMALLEST = 1e-129;

/** The smallest double above a finite one: greenfields are doubles, so nothing lies between. */
function nextAbove(value: number): number {
  if (Math.abs(value) < SMALLEST) return SMALLEST;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return bits.getFloat64(0);
}
