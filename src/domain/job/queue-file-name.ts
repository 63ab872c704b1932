/** Names of queue files: all a Scheduler may be asked to go on with. */

import { RefusedError } from '../errors.js';
import { CONTROL_CHARACTER } from './job-schema.js';

/** `queue_file`: each queue file is called `<stem>_<identity>.<extension>` after it. */
export const DEFAULT_QUEUE_FILE = 'tasks_queue.txt';

/** Longest file name of the usual file systems; an S3 key is longer. */
const LONGEST_NAME = 255;

/**
 * The name, if it is one of the queue's own: a plain name (no folder, no way out of one), of the configured form; what an old
 * Scheduler left behind it had locked may begin with `locked_`.
 */
export function refuseUnlessQueueFile(name: unknown, queueFile = DEFAULT_QUEUE_FILE): string {
  if (typeof name === 'string' && isPlain(name) && isOfQueue(name.replace(/^locked_/, ''), queueFile)) return name;
  throw new RefusedError('job.file_name', {
    path: 'file_name',
    expected: `the plain name of a queue file, as ${queueFile} is`,
    found: name,
  });
}

const isPlain = (name: string) =>
  name.length <= LONGEST_NAME && !/[/\\]|\.\./.test(name) && !CONTROL_CHARACTER.test(name);

function isOfQueue(name: string, queueFile: string): boolean {
  const dot = queueFile.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [queueFile.slice(0, dot), queueFile.slice(dot)] : [queueFile, ''];
  if (name === queueFile) return true;
  return name.startsWith(`${stem}_`) && name.endsWith(extension) && name.length > stem.length + 1 + extension.length;
}
