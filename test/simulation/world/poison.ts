/** Events that nobody should send: each must be refused with a typed error, and leave nothing behind. */

import type { JsonObject } from '../../../src/domain/task.js';

const LONG = 'x'.repeat(5000);

export const POISONED_JOBS: readonly unknown[] = [
  undefined,
  null,
  42,
  '',
  '{not json',
  '[]',
  {},
  { lambda_name: 'nobody', items: ['a'] },
  { lambda_name: ['letters'], items: ['a'] },
  { lambda_name: 'letters', period: 'last_0x10_days', isolate_days: true },
  { lambda_name: 'letters', period: 'last_3_days', time_zone: 'Mars/Base' },
  { file_name: '../../etc/passwd' },
  { file_name: 'tasks_queue_../../x.txt' },
  { file_name: '..' },
  { file_name: 'tasks_queue_unknown.txt' },
  { lambda_name: 'letters', job_id: '../x\u0000', items: ['a'] },
];

export const POISONED_MESSAGES: readonly unknown[] = [
  undefined,
  'mark_task_as_completed',
  {},
  { action: 'drop_tables' },
  { action: 'mark_task_as_completed' },
  { action: 'mark_task_as_completed', task_id: '' },
  { action: 'mark_task_as_completed', task_id: `\ud800${LONG}` },
  { action: 'mark_task_as_failed', task_id: 'of-nobody', attempt: 1 },
  { action: 'mark_task_as_completed', task_id: 'of-nobody', attempt: -1 },
  { action: 'mark_task_as_completed', task_id: 'of-nobody', stats: 'no json' },
];

/** Payloads as rows of the older system may hold them: no worker can be given any of these. */
export const POISONED_PAYLOADS: readonly string[] = ["{'a': None}", '', '[1, 2]', '"text"', `{"a": "${LONG}`];

/** An odd but possible payload: it has to arrive as it is. */
export const ODD_PAYLOAD: JsonObject = { text: '\u202e\u0000 \ud83d\ude00 ﷽ \ud800' };
