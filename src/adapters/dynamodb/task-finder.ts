/** Where a task stands: its row in the tasks' table, or where the tombstone there says, or wherever it is found. */

import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { LabourerId, TaskId } from '../../domain/ids.js';
import { isTerminal, type Task, type TaskStage } from '../../domain/task.js';
import type { StoreNames } from '../shared/store-names.js';
import type { Item } from './attribute-values.js';
import { batchGet } from './batches.js';
import { storeFailure } from './dynamo-failures.js';
import type { SendingParts } from './pause.js';
import { isTombstone, OWN, retriesOf, type TaskItems, type TaskTable } from './task-item.js';

/** A task with what the adapter keeps beside it. */
export interface Row {
  readonly task: Task;
  /** Moves to the retry table so far. */
  readonly retries: number;
}

export interface TaskFinderParts extends SendingParts {
  readonly names: StoreNames;
  readonly items: TaskItems;
  readonly labourerIds: () => readonly LabourerId[];
}

/** All reads are strongly consistent. */
export class TaskFinder {
  readonly #parts: TaskFinderParts;

  constructor(parts: TaskFinderParts) {
    this.#parts = parts;
  }

  /** The task, wherever it is: one request while it is open. */
  async find(taskId: TaskId): Promise<Row | undefined> {
    const { names } = this.#parts;
    const item = await this.#item(names.tasks, this.#idKey(taskId));
    const open = this.#row(item, 'open');
    if (open !== undefined) return open;
    const labourerId = item?.[OWN.goneLabourer]?.S as LabourerId | undefined;
    if (labourerId !== undefined && item?.[OWN.gone]?.S === 'retrying') {
      const retrying = await this.inStage('retrying', { taskId, labourerId });
      if (retrying !== undefined) return retrying;
    }
    const closed = this.#row(await this.#item(names.closed, this.#idKey(taskId)), 'closed');
    if (closed !== undefined) return closed;
    // Moved by the old system, which left nothing to tell where to: the retry table's key needs the labourer.
    return item !== undefined && isTombstone(item) ? undefined : this.#retryingOfAnyone(taskId);
  }

  /** The task's row in the table of this stage. */
  async inStage(stage: TaskStage, task: Pick<Task, 'taskId' | 'labourerId'>): Promise<Row | undefined> {
    const { names } = this.#parts;
    if (stage === 'open') return this.#row(await this.#item(names.tasks, this.#idKey(task.taskId)), 'open');
    if (isTerminal(stage)) return this.#row(await this.#item(names.closed, this.#idKey(task.taskId)), 'closed');
    return this.#row(await this.#item(names.retry, this.retryKey(task.taskId, task.labourerId)), 'retrying');
  }

  /** The retry table is keyed by labourer and task. */
  retryKey(taskId: TaskId, labourerId: LabourerId): Item {
    return { ...this.#idKey(taskId), [this.#parts.items.column('labourer_id')]: { S: labourerId } };
  }

  #idKey(taskId: TaskId): Item {
    return { [this.#parts.items.column('task_id')]: { S: taskId } };
  }

  async #retryingOfAnyone(taskId: TaskId): Promise<Row | undefined> {
    const { names, labourerIds } = this.#parts;
    const keys = labourerIds().map((labourerId) => this.retryKey(taskId, labourerId));
    if (keys.length === 0) return undefined;
    const [item] = await batchGet(this.#parts, { table: names.retry, keys, consistent: true });
    return this.#row(item, 'retrying');
  }

  #row(item: Item | undefined, table: TaskTable): Row | undefined {
    const task = this.#parts.items.taskOf(item, table);
    return task === undefined || item === undefined ? undefined : { task, retries: retriesOf(item) };
  }

  async #item(table: string, key: Item): Promise<Item | undefined> {
    try {
      const request = new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true });
      return (await this.#parts.client.send(request)).Item;
    } catch (error) {
      throw storeFailure(error, `to read ${table}`);
    }
  }
}
