/** A question before something is changed for good: answered at the terminal, or beforehand by `--yes`. */

import { createInterface } from 'node:readline/promises';
import { UsageError } from './usage-error.js';

export interface Question {
  /** Ends with a question mark. */
  readonly text: string;
  /** What `--yes` does without asking, for whoever can't be asked: `cancels`. */
  readonly yesDoes: string;
  /** That it was said beforehand. */
  readonly yes: boolean | undefined;
}

/** Throws UsageError where there is nobody to ask, and nothing was said beforehand: before the work that leads to the question. */
export function refuseUnlessAnswerable({ yesDoes, yes }: Omit<Question, 'text'>): void {
  if (yes === true || process.stdin.isTTY === true) return;
  throw new UsageError(`nobody is here to ask; --yes ${yesDoes} without asking`);
}

/** Throws UsageError as `refuseUnlessAnswerable` does. */
export async function confirmed({ text, ...question }: Question): Promise<boolean> {
  refuseUnlessAnswerable(question);
  if (question.yes === true) return true;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await asking.question(`${text} [y/N] `)).trim());
  } finally {
    asking.close();
  }
}
