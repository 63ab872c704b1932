/** What a search found, and what can be done with it: with those that are chosen, or with all that the filter means. */

import { useState } from 'preact/hooks';
import type { BulkAction } from '../../../../../application/bulk-target.js';
import { count, plural } from '../../format/numbers.js';
import { actionsFor, BULK_ACTIONS, STATES } from '../../format/words.js';
import { BulkDialog, type BulkTarget } from '../../parts/bulk-dialog.js';
import { Failure } from '../../parts/failure.js';
import { Panel } from '../../parts/panel.js';
import { useAtMoment, useMayAct } from '../../state/moment.js';
import { filterBody, isEmptyFilter } from '../../state/task-filter.js';
import { useWorld } from '../../state/world.js';
import { TaskTable } from './task-table.js';
import { useSearch } from './use-search.js';

interface Properties {
  readonly filter: URLSearchParams;
  /** Empty: as they are found. */
  readonly order: string;
}

export function FoundTasks({ filter, order }: Properties) {
  const atMoment = useAtMoment();
  const mayAct = useMayAct();
  const world = useWorld();
  const query = new URLSearchParams(filter);
  if (order !== '') query.set('order', order);
  const search = useSearch(atMoment(`api/tasks?${query}`));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<{ readonly action: BulkAction; readonly target: BulkTarget }>();
  const { tasks, examined, isSearching, hasMore, error, more, stop } = search;
  const target: BulkTarget | undefined =
    chosen.size > 0 ? { task_ids: [...chosen] } : isEmptyFilter(filter) ? undefined : { filter: filterBody(filter) };

  const states =
    chosen.size > 0
      ? tasks.filter(({ task_id }) => chosen.has(task_id)).map(({ state }) => state)
      : filter.has('state')
        ? filter.getAll('state')
        : STATES.map(({ state }) => state);

  return (
    <Panel
      title={`Found (${count(tasks.length)}${hasMore ? '+' : ''})`}
      tools={
        mayAct && (
          <>
            <span class="muted">
              {chosen.size > 0
                ? `${plural(chosen.size, 'task')} chosen:`
                : target === undefined
                  ? 'Choose tasks, or filter, to act on them.'
                  : 'All that the filter means:'}
            </span>
            {target !== undefined &&
              actionsFor(states, world).map((action) => (
                <button
                  key={action}
                  type="button"
                  class={action === 'cancel' ? 'danger' : ''}
                  onClick={() => setDialog({ action, target })}
                >
                  {BULK_ACTIONS[action].label}
                </button>
              ))}
          </>
        )
      }
    >
      {tasks.length > 0 && <TaskTable tasks={tasks} {...(mayAct && { chosen, onChoose: setChosen })} />}
      {error !== undefined && <Failure error={error} again={more} />}
      <div class="more" aria-busy={isSearching}>
        <p class="muted" role="status">
          {isSearching
            ? `Searching … ${plural(examined, 'row')} looked at so far`
            : `${plural(examined, 'row')} looked at${tasks.length === 0 && !hasMore ? '; no task is like this' : ''}`}
        </p>
        {isSearching && examined > 0 && (
          <button type="button" onClick={stop}>
            Stop
          </button>
        )}
        {!isSearching && hasMore && (
          <button type="button" onClick={more}>
            More
          </button>
        )}
      </div>
      {dialog !== undefined && <BulkDialog {...dialog} onClose={() => setDialog(undefined)} />}
    </Panel>
  );
}
