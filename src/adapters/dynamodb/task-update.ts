/** Changes of a row in its place: one conditional update, which answers with the row as it was. */

import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { ApplyOutcome } from '../../application/ports/task-store.js';
import { isTerminal, type Task } from '../../domain/task.js';
import type { Transition } from '../../domain/transition.js';
import { STATUS_COLUMN, type StoreNames, type TaskColumn } from '../shared/store-names.js';
import { attributeOf } from './attribute-values.js';
import { conditionFailure, mayHaveBeenMade } from './dynamo-failures.js';
import { Expression } from './expression.js';
import { guardCondition } from './task-conditions.js';
import type { SendingParts } from './pause.js';
import { attributeOfField, closedStatus, type TaskItems, type TaskTable } from './task-item.js';
import type { TaskFinder } from './task-finder.js';
import { withoutConflicts } from './without-conflicts.js';

const COLUMN_OF = {
  greenfield: 'greenfield',
  attempts: 'attempts',
  slot: 'slot',
  completedAt: 'completed_at',
  closedAt: 'closed_at',
  desiredLaunchTime: 'desired_launch_time',
  failedAttempts: 'failed_attempts',
  lastError: 'last_error',
  attemptsBase: 'attempts_base',
  redrives: 'redrives',
  notifyPending: 'notify_pending',
} as const satisfies Partial<Record<keyof Task, TaskColumn>>;

export interface TaskUpdateParts extends SendingParts {
  readonly names: StoreNames;
  readonly items: TaskItems;
  readonly finder: TaskFinder;
}

/** Makes a transition that leaves the task in its table. */
export async function update(parts: TaskUpdateParts, transition: Transition): Promise<ApplyOutcome> {
  const { client, names, items, finder } = parts;
  const closed = isTerminal(transition.from);
  const table: TaskTable = closed ? 'closed' : 'open';
  const command = new UpdateItemCommand({
    TableName: closed ? names.closed : names.tasks,
    Key: { [items.column('task_id')]: { S: transition.taskId } },
    ReturnValues: 'ALL_OLD',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    ...written(items, transition),
  });
  try {
    const { Attributes } = await withoutConflicts(parts, () => client.send(command));
    const before = items.taskOf(Attributes, table);
    return before === undefined ? { outcome: 'unknown' } : { outcome: 'applied', before };
  } catch (error) {
    const found = conditionFailure(error);
    if (found === undefined) return { outcome: mayHaveBeenMade(error, `to ${transition.name} a task`) };
    const current =
      (found === 'absent' ? undefined : items.taskOf(found, table)) ?? (await finder.find(transition.taskId))?.task;
    return current === undefined ? { outcome: 'missing' } : { outcome: 'stale', current };
  }
}

function written(items: TaskItems, transition: Transition) {
  const expression = new Expression();
  const sets: string[] = [];
  const removed: string[] = [];
  for (const field of Object.keys(transition.set ?? {}) as (keyof typeof COLUMN_OF)[]) {
    const value = attributeOfField(transition.set as Task, COLUMN_OF[field]);
    if (value !== undefined) sets.push(expression.equals(items.column(COLUMN_OF[field]), value));
  }
  for (const [name, value] of Object.entries(transition.extra ?? {})) {
    sets.push(expression.equals(name, attributeOf(value)));
  }
  for (const field of transition.remove ?? []) {
    removed.push(expression.name(items.column(COLUMN_OF[field])));
    // Dead and reported: out of the partition of those that are to be reported.
    if (field === 'notifyPending') {
      sets.push(expression.equals(STATUS_COLUMN, { S: closedStatus(transition.labourerId, 'dead') }));
    }
  }
  const condition = guardCondition(items, transition, expression);
  const clauses = [
    ...(sets.length === 0 ? [] : [`SET ${sets.join(', ')}`]),
    ...(removed.length === 0 ? [] : [`REMOVE ${removed.join(', ')}`]),
  ];
  return { UpdateExpression: clauses.join(' '), ConditionExpression: condition, ...expression.attributes };
}
