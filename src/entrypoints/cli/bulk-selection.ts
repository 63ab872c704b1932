/** How the tasks of a bulk operation are named: by their ids, by options that hold for them, or by an operation that was stopped. */

import type { BulkOptions } from './bulk.js';
import type { Call } from './command-module.js';
import { TASK_FILTER_OPTIONS } from './task-filter-options.js';
import { UsageError } from './usage-error.js';

/** Throws UsageError where several of the ways are gone at once. No way at all is the filter that nothing is asked of, which is refused later. */
export function bulkSelection({
  args,
  options,
}: Pick<Call<BulkOptions>, 'args' | 'options'>): 'ids' | 'filter' | 'resume' {
  const isFiltered = TASK_FILTER_OPTIONS.some((name) => options[name] !== undefined);
  const isResumed = options.resume !== undefined;
  if ([args.length > 0, isFiltered, isResumed].filter(Boolean).length > 1) {
    throw new UsageError(
      'name tasks by their ids, or by options as --labourer, or an operation by --resume: one of them',
    );
  }
  if (isResumed && options.dryRun) throw new UsageError('--dry-run says nothing of an operation that has begun');
  if (isResumed) return 'resume';
  return args.length > 0 ? 'ids' : 'filter';
}
