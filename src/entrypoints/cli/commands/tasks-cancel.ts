/** `sosw tasks cancel`: ends tasks without their work being done, once somebody has said yes. */

import { createInterface } from 'node:readline/promises';
import type { Call } from '../command-module.js';
import type { ExitCode } from '../exit-code.js';
import { operate } from '../task-operations.js';
import { UsageError } from '../usage-error.js';
import type { StoreOptions } from '../with-store.js';

export interface TasksCancelOptions extends StoreOptions {
  readonly yes?: true;
}

export async function run(call: Call<TasksCancelOptions>): Promise<ExitCode> {
  const { yes } = call.options;
  if (!yes && process.stdin.isTTY !== true) throw new UsageError('nobody is here to ask; --yes cancels without asking');
  return operate(call, {
    done: 'cancelled',
    confirmed: async (tasks) =>
      yes === true || confirm(`Cancel ${tasks.length === 1 ? 'the task' : `${tasks.length} tasks`}? [y/N] `),
    act: ({ operator }, task) => operator.cancel(task),
  });
}

async function confirm(question: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await asking.question(question)).trim());
  } finally {
    asking.close();
  }
}
