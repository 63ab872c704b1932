/** What is done to many tasks at once, in words, and how one goes on with it. */

import type { BulkAction } from '../../application/bulk-operations.js';
import type { StoreOptions } from './with-store.js';

interface Words {
  /** Behind a number of tasks: `12 tasks would be cancelled`. */
  readonly wouldBe: string;
  readonly done: string;
  readonly question: (tasks: string) => string;
  readonly yesDoes: string;
  readonly command: string;
}

export const BULK_WORDS: Readonly<Record<BulkAction, Words>> = {
  retry: {
    wouldBe: 'would be retried now',
    done: 'retried',
    question: (tasks) => `Retry ${tasks} now?`,
    yesDoes: 'retries',
    command: 'sosw tasks retry',
  },
  redrive: {
    wouldBe: 'would be brought back to the queue',
    done: 'brought back to the queue',
    question: (tasks) => `Bring ${tasks} back to the queue?`,
    yesDoes: 'brings them back',
    command: 'sosw dead redrive',
  },
  cancel: {
    wouldBe: 'would be cancelled',
    done: 'cancelled',
    question: (tasks) => `Cancel ${tasks}?`,
    yesDoes: 'cancels',
    command: 'sosw tasks cancel',
  },
};

export const isBulk = (action: string): action is BulkAction => Object.hasOwn(BULK_WORDS, action);

/** The command that goes on with an operation, on the same data. */
export function resumeCommand(action: BulkAction, operationId: string, options: StoreOptions): string {
  const { aws, config, data } = options;
  const where = aws
    ? ' --aws'
    : `${config === 'sosw.yaml' ? '' : ` --config ${config}`}${data === undefined ? '' : ` --data ${data}`}`;
  return `${BULK_WORDS[action].command} --resume ${operationId}${where}`;
}
