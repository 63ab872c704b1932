/** `sosw tasks retry`: a new life for dead and cancelled tasks, an end of waiting for those between two attempts. */

import { type BulkOptions, bulkByFilter, bulkResumed } from '../bulk.js';
import { bulkByIds } from '../bulk-by-ids.js';
import { bulkSelection } from '../bulk-selection.js';
import type { Call } from '../command-module.js';
import type { ExitCode } from '../exit-code.js';
import { taskFilterOf } from '../task-filter-options.js';
import { withStore } from '../with-store.js';

export function run(call: Call<BulkOptions>): Promise<ExitCode> {
  const { args, options, terminal } = call;
  const selection = bulkSelection(call);
  return withStore(call, async (data) => {
    const bulk = { data, options, terminal };
    if (selection === 'resume') return bulkResumed(bulk, 'retry');
    if (selection === 'filter') return bulkByFilter(bulk, 'retry', await taskFilterOf(options, data));
    return bulkByIds(bulk, args, { actions: ['retry', 'redrive'], done: 'retried', asks: false });
  });
}
