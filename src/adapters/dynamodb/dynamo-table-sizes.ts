/** Sizes of the tasks' tables as DynamoDB tells them of itself, some six hours old, for the price of no read unit. */

import { DescribeTableCommand, type TableDescription } from '@aws-sdk/client-dynamodb';
import type { StoreSize, StoreSizes } from '../../application/ports/store-sizes.js';
import { isTerminal, type TaskStage } from '../../domain/task.js';
import type { StoreNames } from '../shared/store-names.js';
import { storeFailure } from './dynamo-failures.js';
import type { SendingParts } from './pause.js';

/** Bytes that one read unit reads: eventually consistent, and strongly. */
const BYTES_A_UNIT = { eventual: 8192, strong: 4096 } as const;

interface Counted {
  readonly rows: number;
  readonly bytes: number;
}

export class DynamoTableSizes implements StoreSizes {
  readonly #client: SendingParts['client'];
  readonly #names: StoreNames;

  constructor({ client, names }: { readonly client: SendingParts['client']; readonly names: StoreNames }) {
    this.#client = client;
    this.#names = names;
  }

  /** Closed tasks of all three ends stand in one table, which counts as a whole. */
  async inStages(stages: ReadonlySet<TaskStage>): Promise<StoreSize> {
    const sizes = await Promise.all([
      ...(stages.has('open') ? [this.#open()] : []),
      ...(stages.has('retrying') ? [this.#retrying()] : []),
      ...([...stages].some(isTerminal) ? [this.#closed()] : []),
    ]);
    return {
      rows: sizes.reduce((sum, { rows }) => sum + rows, 0),
      readUnits: sizes.reduce((sum, { readUnits }) => sum + readUnits, 0),
    };
  }

  /** Half a unit for the row or its tombstone, and half for the row of a task that has left the queue. */
  ofJob(tasks: number): StoreSize {
    return { rows: tasks, readUnits: tasks };
  }

  /** The index, in which no tombstone stands. */
  async #open() {
    const { rows, bytes } = await this.#index(this.#names.tasks, this.#names.tasksIndex);
    return { rows, readUnits: Math.ceil(bytes / BYTES_A_UNIT.eventual) };
  }

  async #retrying() {
    const { rows, bytes } = counted(await this.#table(this.#names.retry));
    return { rows, readUnits: Math.ceil(bytes / BYTES_A_UNIT.strong) };
  }

  /** The index, and then each row for itself, since the index holds a part of it. */
  async #closed() {
    const [index, table] = await Promise.all([
      this.#index(this.#names.closed, this.#names.closedIndex),
      this.#table(this.#names.closed).then(counted),
    ]);
    const bytesARow = table.rows === 0 ? 0 : table.bytes / table.rows;
    const unitsARow = Math.max(Math.ceil(bytesARow / BYTES_A_UNIT.strong), 1) / 2;
    const readUnits = Math.ceil(index.bytes / BYTES_A_UNIT.eventual + table.rows * unitsARow);
    return { rows: table.rows, readUnits };
  }

  async #index(table: string, name: string): Promise<Counted> {
    const description = await this.#table(table);
    const index = description.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === name);
    return { rows: index?.ItemCount ?? 0, bytes: index?.IndexSizeBytes ?? 0 };
  }

  async #table(name: string): Promise<TableDescription> {
    try {
      return (await this.#client.send(new DescribeTableCommand({ TableName: name }))).Table ?? {};
    } catch (error) {
      throw storeFailure(error, `to describe ${name}`);
    }
  }
}

const counted = ({ ItemCount = 0, TableSizeBytes = 0 }: TableDescription): Counted => ({
  rows: ItemCount,
  bytes: TableSizeBytes,
});
