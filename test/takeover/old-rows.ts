/** Rows as the Python system writes them: random ids, times with fractions, payloads as text, a closed one's as Python's. */

import { randomBytes } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type OldItem = Record<string, AttributeValue>;
export type OldTable = 'sosw_tasks' | 'sosw_closed_tasks' | 'sosw_retry_tasks' | 'sosw_tasks_meta';

/** `greenfield_invocation_delta`. */
export const YEAR = 31_557_600;

export const oldId = (): string => randomBytes(16).toString('hex');

export interface OldTask {
  readonly id?: string;
  readonly labourer: string;
  readonly greenfield: number;
  readonly attempts?: number;
  readonly payload?: string;
  /** Further attributes, each written as a number. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** Further attributes, each written as a text. */
  readonly texts?: Readonly<Record<string, string>>;
}

export function oldTask(now: number, task: OldTask): OldItem {
  const {
    id = oldId(),
    labourer,
    greenfield,
    attempts = 0,
    payload = '{"products": ["p"], "isolate_products": true}',
  } = task;
  const numbers = Object.entries(task.numbers ?? {}).map(([name, value]) => [name, { N: String(value) }] as const);
  const texts = Object.entries(task.texts ?? {}).map(([name, value]) => [name, { S: value }] as const);
  return {
    task_id: { S: id },
    labourer_id: { S: labourer },
    created_at: { N: `${now - 5000}.0962553` },
    greenfield: { N: String(greenfield) },
    attempts: { N: String(attempts) },
    payload: { S: payload },
    ...Object.fromEntries([...numbers, ...texts]),
  };
}

/** The copy that `archive_task` puts: the payload was parsed when the row was read, and written as Python shows a dict. */
export const closedCopy = (item: OldItem, now: number): OldItem => ({
  ...item,
  payload: { S: "{'products': ['p'], 'isolate_products': True}" },
  closed_at: { N: String(now) },
  labourer_id_task_status: { S: `${item.labourer_id?.S}_${item.completed_at === undefined ? 0 : 1}` },
});

export const retryCopy = (item: OldItem, dueAt: number): OldItem => ({
  ...item,
  desired_launch_time: { N: String(dueAt) },
});

/** What an update of a row that is not there makes: a late message of a worker whose task had gone elsewhere. */
export const ghost = (id: string, attribute: string, value: number): OldItem => ({
  task_id: { S: id },
  [attribute]: { N: String(value) },
});
