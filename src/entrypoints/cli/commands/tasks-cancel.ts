/** `sosw tasks cancel`: ends tasks without their work being done, once somebody has said yes. */

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
    if (selection === 'resume') return bulkResumed(bulk, 'cancel');
    if (selection === 'filter') return bulkByFilter(bulk, 'cancel', await taskFilterOf(options, data));
    return bulkByIds(bulk, args, { actions: ['cancel'], done: 'cancelled', asks: true });
  });
}
