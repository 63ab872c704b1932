/** Errors that are one to people although their texts differ: in ids, numbers, instants. */

import type { Task, TaskError } from './task.js';

/** Characters of a group's name. */
const NAME_MAX = 200;

/** Words, with what joins the parts of an id, a number or an instant. */
const WORD = /[0-9a-z]+(?:[-.,:][0-9a-z]+)*/gi;
/** An id in hexadecimal digits, a number, an instant. */
const VARYING = /^[-.,:0-9a-fTZ]+$/i;
/** Half a character; and what a line can't hold. A name that has neither can be typed, put into an address, and read again as it was. */
const HALF = /\p{Surrogate}/gu;
const NOT_ON_A_LINE = /[\s\p{Cc}]+/gu;

/** The group of tasks without an error: nothing was heard of their last attempt. No error's group is called so, each has a colon or an ellipsis. */
export const UNHEARD = 'no error was reported, the attempt had its time';

/** The error's name and message on one line, with what varies replaced by `…`. */
export function errorGroup({ name, message }: TaskError): string {
  const text = `${name}: ${message.replace(WORD, withoutNumbers)}`.replace(NOT_ON_A_LINE, ' ').trim();
  return (text.length > NAME_MAX ? `${text.slice(0, NAME_MAX - 1)}…` : text).replace(HALF, '\uFFFD');
}

/** The group of the task's last error; of a task without one, whether an attempt had its time decides. Undefined: it belongs to none. */
export function errorGroupOf({ lastError, stage }: Pick<Task, 'lastError' | 'stage'>): string | undefined {
  if (lastError !== undefined) return errorGroup(lastError);
  return stage === 'dead' || stage === 'retrying' ? UNHEARD : undefined;
}

/** `import-7` is one with `import-8`; `decade` is a word, though all its letters are digits. */
function withoutNumbers(word: string): string {
  if (!/\d/.test(word)) return word;
  return VARYING.test(word) ? '…' : word.replace(/\d+/g, '…');
}
