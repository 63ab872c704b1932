/** Conditions under which a row may be changed: what a transition believes of it, or the row exactly as it was read. */

import type { Task } from '../../domain/task.js';
import type { Guard, Transition } from '../../domain/transition.js';
import type { TaskColumn } from '../shared/store-names.js';
import type { Expression } from './expression.js';
import { attributeOfField, OWN, type TaskItems, statusesOf } from './task-item.js';
import { STATUS_COLUMN } from '../shared/store-names.js';

/** The row is in the stage that the transition starts from, and its guard holds. */
export function guardCondition(items: TaskItems, transition: Transition, expression: Expression): string {
  return [...stageCondition(items, transition, expression), ...beliefs(items, transition.guard, expression)].join(
    ' AND ',
  );
}

function stageCondition(items: TaskItems, { from, labourerId }: Transition, expression: Expression): string[] {
  if (from === 'open') return [expression.exists(items.column('greenfield')), expression.absent(OWN.gone)];
  if (from === 'retrying') return [expression.exists(items.column('task_id'))];
  const statuses = statusesOf(labourerId, from).map((status) => expression.equals(STATUS_COLUMN, { S: status }));
  return [`(${statuses.join(' OR ')})`];
}

function beliefs(items: TaskItems, guard: Guard, expression: Expression): string[] {
  const conditions: string[] = [];
  const { greenfield, attempts, slot, completed, redrives } = guard;
  if (greenfield !== undefined) {
    conditions.push(expression.equals(items.column('greenfield'), { N: String(greenfield) }));
  }
  if (attempts !== undefined) conditions.push(hasCount(items, 'attempts', attempts, expression));
  if (redrives !== undefined) conditions.push(hasCount(items, 'redrives', redrives, expression));
  if (slot === false) conditions.push(expression.absent(items.column('slot')));
  else if (slot !== undefined) conditions.push(expression.equals(items.column('slot'), { S: slot }));
  if (completed !== undefined) {
    const column = items.column('completed_at');
    conditions.push(completed ? expression.exists(column) : expression.absent(column));
  }
  return conditions;
}

/** Rows of the old system may lack the column, and those of tasks that were never redriven have none for that. */
function hasCount(items: TaskItems, name: 'attempts' | 'redrives', count: number, expression: Expression): string {
  const column = items.column(name);
  const equal = expression.equals(column, { N: String(count) });
  return count === 0 ? `(${equal} OR ${expression.absent(column)})` : equal;
}

/** One of these is different after every change that a row can go through without leaving its table, and in every life. */
const FINGERPRINT: readonly TaskColumn[] = [
  'greenfield',
  'slot',
  'completed_at',
  'failed_attempts',
  'desired_launch_time',
  'attempts_base',
  'redrives',
  'notify_pending',
];

/** The row is exactly the one that was read: what a move to another table is made under, since it carries the row along. */
export function unchanged(items: TaskItems, task: Task, expression: Expression): string {
  const same = FINGERPRINT.map((column) => {
    const value = attributeOfField(task, column);
    return value === undefined
      ? expression.absent(items.column(column))
      : expression.equals(items.column(column), value);
  });
  return [...same, hasCount(items, 'attempts', task.attempts, expression), expression.absent(OWN.gone)].join(' AND ');
}

/** The tasks' table has no task under this id: nothing, a tombstone, or a ghost of the old system's. */
export const noTaskThere = (items: TaskItems, expression: Expression): string =>
  expression.absent(items.column('greenfield'));
