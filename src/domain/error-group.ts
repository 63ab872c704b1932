/** Errors that are one to people although their texts differ: in ids, numbers, instants. */

import type { TaskError } from './task.js';

/** Characters of a group's name. */
const NAME_MAX = 200;

/** Words, with what joins the parts of an id, a number or an instant. */
const WORD = /[0-9a-z]+(?:[-.,:][0-9a-z]+)*/gi;
/** An id in hexadecimal digits, a number, an instant. */
const VARYING = /^[-.,:0-9a-fTZ]+$/i;

/** What a task without an error died of: nothing was heard of its last attempt. */
const UNHEARD = 'no error was reported: the attempt had its time';

/** The error's name and message, with what varies replaced by `…`. */
export function errorGroup(error: TaskError | undefined): string {
  if (error === undefined) return UNHEARD;
  const text = `${error.name}: ${error.message.replace(WORD, withoutNumbers)}`;
  return text.length > NAME_MAX ? `${text.slice(0, NAME_MAX - 1)}…` : text;
}

/** `import-7` is one with `import-8`; `decade` is a word, though all its letters are digits. */
function withoutNumbers(word: string): string {
  if (!/\d/.test(word)) return word;
  return VARYING.test(word) ? '…' : word.replace(/\d+/g, '…');
}
