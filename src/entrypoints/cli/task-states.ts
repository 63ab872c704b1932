/** The states of a task in the words of the command line: what runs is `running` there, whatever the tables call it. */

import { InvalidArgumentError } from 'commander';
import type { TaskState } from '../../domain/task.js';
import { didYouMean } from './suggestion.js';

/** In the order of a task's life. `expired` had its time and waits for the Scavenger, `completed` waits for the archive. */
export const STATE_WORDS = [
  'queued',
  'running',
  'expired',
  'completed',
  'retrying',
  'done',
  'dead',
  'cancelled',
] as const;

const isWord = (text: string): text is (typeof STATE_WORDS)[number] => STATE_WORDS.some((word) => word === text);

/** One state or several, joined by commas, added to those before: the option may be repeated. */
export function states(text: string, before: readonly TaskState[] = []): readonly TaskState[] {
  return [...before, ...text.split(',').map((word) => stateOf(word.trim()))];
}

function stateOf(word: string): TaskState {
  if (word === 'invoked') return word;
  if (isWord(word)) return word === 'running' ? 'invoked' : word;
  const { hint = '' } = didYouMean(word, STATE_WORDS);
  throw new InvalidArgumentError(`Expected ${STATE_WORDS.join(', ')}. ${hint}`.trim());
}

/** As people read it. */
export const stateWord = (state: string): string => (state === 'invoked' ? 'running' : state);
