/** Which queue files a sibling may ask the Scheduler to go on with: those of its own queue, and no other file. */

import { RefusedError } from '../errors.js';
import { assertQueueFileName } from '../queue-file-name.js';

/** `queue_file`: each queue file is called `<stem>_<identity>.<extension>` after it. */
export const DEFAULT_QUEUE_FILE = 'tasks_queue.txt';

/**
 * Gives the name back if it is a plain one of the queue's own form; what an old Scheduler left behind it had locked may begin with
 * `locked_`. Refuses (`queue_file.name`) any other.
 */
export function refuseUnlessQueueFile(name: unknown, queueFile = DEFAULT_QUEUE_FILE): string {
  const plain = typeof name === 'string' ? assertQueueFileName(name) : '';
  if (!plain.includes('..') && isOfQueue(plain.replace(/^locked_/, ''), queueFile)) return plain;
  throw new RefusedError('queue_file.name', {
    path: 'file_name',
    expected: `the name of a queue file, as ${queueFile} is`,
    found: name,
  });
}

function isOfQueue(name: string, queueFile: string): boolean {
  if (name === queueFile) return true;
  const dot = queueFile.lastIndexOf('.');
  const [stem, end] = dot > 0 ? [queueFile.slice(0, dot), queueFile.slice(dot)] : [queueFile, ''];
  return name.startsWith(`${stem}_`) && name.endsWith(end) && name.length > stem.length + 1 + end.length;
}
