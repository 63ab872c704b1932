/** How large a task may be. */

import { RefusedError } from '../../domain/errors.js';
import type { Task } from '../../domain/task.js';

/** DynamoDB refuses items above 400 KB; the rest is room for the task's fields and for what its attempts add. */
export const PAYLOAD_BYTES_MAX = 380_000;

/** Throws RefusedError `task.too_large`. */
export function refuseTooLarge(task: Task): void {
  const bytes = Buffer.byteLength(task.payload ?? '');
  if (bytes <= PAYLOAD_BYTES_MAX) return;
  throw new RefusedError('task.too_large', {
    path: 'payload',
    expected: `at most ${PAYLOAD_BYTES_MAX} bytes: DynamoDB's items hold 400 KB`,
    found: bytes,
  });
}
