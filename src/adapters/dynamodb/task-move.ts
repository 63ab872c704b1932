/**
 * Moves of a row from one table to another, each with the reason why no crash between its writes loses the task or runs it again.
 * A row that leaves the tasks' table leaves a tombstone there (docs/protocol.md, "Scheduling once").
 */

import { PutItemCommand, type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { isTerminal, type Task, type TaskStage } from '../../domain/task.js';
import type { Seconds } from '../../domain/time.js';
import { type Transition, transformed } from '../../domain/transition.js';
import type { StoreNames } from '../shared/store-names.js';
import type { Item } from './attribute-values.js';
import { cancellationReasons, conditionFailure, mayHaveBeenMade } from './dynamo-failures.js';
import { Expression } from './expression.js';
import type { SendingParts } from './pause.js';
import { noTaskThere, unchanged } from './task-conditions.js';
import type { Row, TaskFinder } from './task-finder.js';
import { expiryAfter, OWN, type TaskItems } from './task-item.js';
import { withoutConflicts } from './without-conflicts.js';

/**
 * `changed`: the row is not the one that was read; nothing was written. `closed`: the closed table has the task already, as
 * this item.
 */
export type MoveOutcome = 'made' | 'changed' | 'unknown' | { readonly closed: Item } | { readonly inQueue: Item };

export interface TaskMoveParts extends SendingParts {
  readonly names: StoreNames;
  readonly items: TaskItems;
  readonly finder: TaskFinder;
  /** How long tombstones stay. */
  readonly tombstoneLife: Seconds;
  /** How long closed rows stay; for ever without it. */
  readonly closedLife: Seconds | undefined;
}

export class TaskMove {
  readonly #parts: TaskMoveParts;

  constructor(parts: TaskMoveParts) {
    this.#parts = parts;
  }

  /**
   * From the queue to the archive in two writes, half the price of a transaction. The closed row comes first: a crash between the two
   * leaves a task that is closed and still looks claimed, which nothing can claim, and whose expiry meets the closed row. If
   * another was faster to end the claim, and not as done, the closed row is taken back.
   */
  async archive(row: Row, transition: Transition, closedIsPut: boolean): Promise<MoveOutcome> {
    const after = transformed(row.task, transition);
    const put = closedIsPut ? 'there' : await this.#putClosedOnce(this.closedItem(row, after));
    if (put !== 'put' && put !== 'there') return put;
    const left = await this.#leave(row, after.stage);
    if (left === 'changed' && put === 'put') await this.#takeBack(after);
    return left;
  }

  /** Ends the claim of a task that is in the closed table already: what a crash, or the old system, left half done. */
  async finishLeaving(row: Row, stage: TaskStage): Promise<void> {
    if (row.task.stage === 'open') await this.#leave(row, stage);
    else await this.#send([this.#deleteRetry(row.task), this.#tombstoneWhereNoTaskIs(row, stage)]);
  }

  closedItem(row: Row, after: Task): Item {
    const { items, clock, closedLife } = this.#parts;
    return items.itemOf(after, {
      retries: row.retries,
      ...(closedLife === undefined ? {} : { expiresAt: expiryAfter(clock.now(), closedLife) }),
    });
  }

  /** Every other move is one transaction. */
  async transact(row: Row, transition: Transition, ghost?: Item): Promise<MoveOutcome> {
    const after = transformed(row.task, transition);
    const parts = this.#partsOf(row, after, ghost);
    const outcome = await this.#send(Object.values(parts));
    if (!Array.isArray(outcome)) return outcome;
    const failed = new Map(Object.keys(parts).map((name, index) => [name, outcome[index]] as const));
    const closed = failed.get('closed');
    if (closed !== undefined && closed !== 'absent') return { closed };
    const inQueue = failed.get('queue');
    if (inQueue !== undefined && inQueue !== 'absent') return { inQueue };
    return 'changed';
  }

  /** The transaction by what each part is about: the row that leaves, the closed table, the tasks' table. */
  #partsOf(row: Row, after: Task, ghost: Item | undefined): Readonly<Record<string, TransactWriteItem>> {
    const { task } = row;
    if (task.stage === 'open') {
      const left = { row: this.#tombstone(row, after.stage) };
      return after.stage === 'retrying'
        ? { ...left, retry: this.#putRetry(row, after), closed: this.#notClosed(task) }
        : { ...left, closed: this.#putClosed(row, after, { once: true }) };
    }
    const row1 = task.stage === 'retrying' ? this.#deleteRetry(task) : this.#deleteClosed(task);
    if (isTerminal(after.stage)) {
      return {
        row: row1,
        closedRow: this.#putClosed(row, after, { once: false }),
        queue: this.#tombstoneWhereNoTaskIs(row, after.stage),
      };
    }
    const queued = { row: row1, queue: this.#putQueued(row, after, ghost) };
    return task.stage === 'retrying' ? { ...queued, closed: this.#notClosed(task) } : queued;
  }

  #deleteRetry(task: Task): TransactWriteItem {
    const { names, finder } = this.#parts;
    return {
      Delete: { TableName: names.retry, Key: finder.retryKey(task.taskId, task.labourerId), ...this.#asRead(task) },
    };
  }

  #deleteClosed(task: Task): TransactWriteItem {
    return { Delete: { TableName: this.#parts.names.closed, Key: this.#idKey(task), ...this.#asRead(task) } };
  }

  #putRetry(row: Row, after: Task): TransactWriteItem {
    const { names, items } = this.#parts;
    return { Put: { TableName: names.retry, Item: items.itemOf(after, { retries: row.retries + 1 }) } };
  }

  #putClosed(row: Row, after: Task, { once }: { once: boolean }): TransactWriteItem {
    const put = { TableName: this.#parts.names.closed, Item: this.closedItem(row, after) };
    return { Put: once ? { ...put, ...this.#onlyIfAbsent() } : put };
  }

  #putQueued(row: Row, after: Task, ghost: Item | undefined): TransactWriteItem {
    const { names, items } = this.#parts;
    const expression = new Expression();
    const completed = items.column('completed_at');
    const completedAt = ghost?.[completed];
    const item = items.itemOf(after, { retries: row.retries });
    return {
      Put: {
        TableName: names.tasks,
        // A late completion of the old system's made a ghost: the task was done, which the queue's next reader sees.
        Item: completedAt === undefined ? item : { ...item, [completed]: completedAt },
        ConditionExpression: [
          noTaskThere(items, expression),
          completedAt === undefined ? expression.absent(completed) : expression.equals(completed, completedAt),
        ].join(' AND '),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...expression.attributes,
      },
    };
  }

  #notClosed(task: Task): TransactWriteItem {
    return { ConditionCheck: { TableName: this.#parts.names.closed, Key: this.#idKey(task), ...this.#onlyIfAbsent() } };
  }

  #tombstone(row: Row, gone: TaskStage): { Put: NonNullable<TransactWriteItem['Put']> } {
    return {
      Put: { TableName: this.#parts.names.tasks, Item: this.#tombstoneItem(row, gone), ...this.#asRead(row.task) },
    };
  }

  #tombstoneWhereNoTaskIs(row: Row, gone: TaskStage): TransactWriteItem {
    const { names, items } = this.#parts;
    const expression = new Expression();
    return {
      Put: {
        TableName: names.tasks,
        Item: this.#tombstoneItem(row, gone),
        ConditionExpression: noTaskThere(items, expression),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...expression.attributes,
      },
    };
  }

  /** That of a waiting task stays as long as the task waits: it tells where the task is. */
  #tombstoneItem({ task, retries }: Row, gone: TaskStage): Item {
    const { items, clock, tombstoneLife } = this.#parts;
    return gone === 'retrying'
      ? items.tombstone(task, gone, { retries: retries + 1 })
      : items.tombstone(task, gone, { retries, expiresAt: expiryAfter(clock.now(), tombstoneLife) });
  }

  #asRead(task: Task) {
    const expression = new Expression();
    const ConditionExpression = unchanged(this.#parts.items, task, expression);
    return { ConditionExpression, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const, ...expression.attributes };
  }

  #onlyIfAbsent() {
    const expression = new Expression();
    const ConditionExpression = expression.absent(this.#parts.items.column('task_id'));
    return { ConditionExpression, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const, ...expression.attributes };
  }

  #idKey({ taskId }: Task): Item {
    return { [this.#parts.items.column('task_id')]: { S: taskId } };
  }

  async #putClosedOnce(item: Item): Promise<'put' | 'there' | 'unknown' | { closed: Item }> {
    const { client, names, items } = this.#parts;
    const command = new PutItemCommand({ TableName: names.closed, Item: item, ...this.#onlyIfAbsent() });
    const put = await this.#single(() => client.send(command), 'to archive a task');
    if (put === 'made') return 'put';
    if (put === 'unknown' || put === 'absent') return 'unknown';
    return items.taskOf(put, 'closed')?.stage === 'done' ? 'there' : { closed: put };
  }

  async #leave(row: Row, stage: TaskStage): Promise<'made' | 'changed' | 'unknown'> {
    const command = new PutItemCommand(this.#tombstone(row, stage).Put);
    const left = await this.#single(() => this.#parts.client.send(command), 'to archive a task');
    return left === 'made' || left === 'unknown' ? left : 'changed';
  }

  /**
   * Deletes the closed row that was put for a claim which somebody else has ended otherwise. Whoever has ended it as done, with this
   * very row, must not lose it: that the task did not leave as done is asked in the same transaction.
   */
  async #takeBack(after: Task): Promise<void> {
    const { names } = this.#parts;
    const key = this.#idKey(after);
    await this.#send([
      { Delete: { TableName: names.closed, Key: key, ...this.#asClosed(after) } },
      { ConditionCheck: { TableName: names.tasks, Key: key, ...this.#notLeftAs('done') } },
    ]);
  }

  #notLeftAs(stage: TaskStage) {
    const expression = new Expression();
    const ConditionExpression = `NOT ${expression.equals(OWN.gone, { S: stage })}`;
    return { ConditionExpression, ...expression.attributes };
  }

  #asClosed(after: Task) {
    const { items } = this.#parts;
    const expression = new Expression();
    const ConditionExpression = [
      expression.equals(items.column('closed_at'), { N: String(after.closedAt) }),
      expression.equals(items.column('attempts'), { N: String(after.attempts) }),
    ].join(' AND ');
    return { ConditionExpression, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const, ...expression.attributes };
  }

  /** One conditional write, with the item that stood in its way. */
  async #single(send: () => Promise<unknown>, doing: string): Promise<'made' | 'unknown' | 'absent' | Item> {
    try {
      await withoutConflicts(this.#parts, send);
      return 'made';
    } catch (error) {
      return conditionFailure(error) ?? mayHaveBeenMade(error, doing);
    }
  }

  /** A transaction; on failed conditions, for each part the item that failed it. The SDK repeats it under one request token. */
  async #send(parts: readonly TransactWriteItem[]): Promise<'made' | 'unknown' | (Item | 'absent' | undefined)[]> {
    try {
      await withoutConflicts(this.#parts, () =>
        this.#parts.client.send(new TransactWriteItemsCommand({ TransactItems: [...parts] })),
      );
      return 'made';
    } catch (error) {
      const reasons = cancellationReasons(error);
      if (!reasons?.some(({ Code }) => Code === 'ConditionalCheckFailed')) {
        return mayHaveBeenMade(error, 'to move a task');
      }
      return reasons.map(({ Code, Item: item }) =>
        Code === 'ConditionalCheckFailed' ? (item ?? 'absent') : undefined,
      );
    }
  }
}
