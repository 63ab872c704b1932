/** `sosw dead redrive`: a new life for the dead tasks that a filter holds for, at the end of the queue. */

import { type BulkOptions, bulkByFilter, bulkResumed } from '../bulk.js';
import { bulkSelection } from '../bulk-selection.js';
import type { Call } from '../command-module.js';
import type { ExitCode } from '../exit-code.js';
import { taskFilterOf } from '../task-filter-options.js';
import { withStore } from '../with-store.js';

export function run(call: Call<BulkOptions>): Promise<ExitCode> {
  const { options, terminal } = call;
  const selection = bulkSelection(call);
  return withStore(call, async (data) => {
    const bulk = { data, options, terminal };
    if (selection === 'resume') return bulkResumed(bulk, 'redrive');
    return bulkByFilter(bulk, 'redrive', { ...(await taskFilterOf(options, data)), states: ['dead'] });
  });
}
