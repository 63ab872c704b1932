/** `sosw tasks retry`: a new life for dead and cancelled tasks, an end of waiting for those between two attempts. */

import type { Call } from '../command-module.js';
import type { ExitCode } from '../exit-code.js';
import { operate } from '../task-operations.js';
import type { StoreOptions } from '../with-store.js';

export const run = (call: Call<StoreOptions>): Promise<ExitCode> =>
  operate(call, {
    done: 'retried',
    confirmed: async () => true,
    act: ({ operator }, task) => operator.retry(task),
  });
