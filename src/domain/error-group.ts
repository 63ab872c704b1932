/** Errors that are one to people although their texts differ: in ids, numbers, instants. */

import type { TaskError } from './task.js';

/** Characters of a group's name. */
const NAME_MAX = 200;

/** UUIDs, then longer hexadecimal words with a digit in them, then numbers with whatever joins their parts. */
const VARYING =
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b(?=[0-9a-f]{0,64}\d)[0-9a-f]{8,}\b|\d+(?:[.,:T-]\d+)*Z?/gi;

/** What a task without an error died of: nothing was heard of its last attempt. */
const UNHEARD = 'no error was reported: the attempt had its time';

/** The error's name and message, with what varies replaced by `…`. */
export function errorGroup(error: TaskError | undefined): string {
  if (error === undefined) return UNHEARD;
  const text = `${error.name}: ${error.message.replace(VARYING, '…')}`;
  return text.length > NAME_MAX ? `${text.slice(0, NAME_MAX - 1)}…` : text;
}
