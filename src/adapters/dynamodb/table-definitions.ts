/** The tables and indexes as the documents have them: what is made, and what a doctor looks for. */

import { FIXED_NAMES, STATUS_COLUMN, type StoreNames } from '../shared/store-names.js';
import { OWN } from './task-item.js';

type KeyType = 'S' | 'N';

interface Key {
  readonly name: string;
  readonly type: KeyType;
}

export interface IndexDefinition {
  readonly name: string;
  readonly local: boolean;
  readonly hash: Key;
  readonly range: Key;
  /** Attributes beside the keys; all without it. */
  readonly projects?: readonly string[];
}

export interface TableDefinition {
  readonly name: string;
  readonly hash: Key;
  readonly range?: Key;
  readonly indexes: readonly IndexDefinition[];
  /** The attribute that TTL goes by, where the table has items that may expire. */
  readonly expires?: string;
}

export function tableDefinitions({ columns, ...names }: StoreNames): readonly TableDefinition[] {
  const text = (name: string): Key => ({ name, type: 'S' });
  const number = (name: string): Key => ({ name, type: 'N' });
  const taskId = text(columns.task_id);
  const labourer = text(columns.labourer_id);
  return [
    {
      name: names.tasks,
      hash: taskId,
      indexes: [{ name: names.tasksIndex, local: false, hash: labourer, range: number(columns.greenfield) }],
      expires: OWN.expiresAt,
    },
    {
      name: names.closed,
      hash: taskId,
      indexes: [
        {
          name: names.closedIndex,
          local: false,
          hash: text(STATUS_COLUMN),
          range: number(columns.closed_at),
          projects: [columns.completed_at, columns.greenfield, columns.attempts],
        },
      ],
      expires: OWN.expiresAt,
    },
    {
      name: names.retry,
      hash: labourer,
      range: taskId,
      indexes: [{ name: names.retryIndex, local: true, hash: labourer, range: number(columns.desired_launch_time) }],
    },
    { name: FIXED_NAMES.meta, hash: text('task_id'), range: number('created_at'), indexes: [], expires: OWN.expiresAt },
    { name: FIXED_NAMES.config, hash: text('env'), range: text('config_name'), indexes: [] },
    { name: FIXED_NAMES.labourers, hash: text('labourer_id'), indexes: [] },
  ];
}
