/** One action on many tasks: tells how many they are, asks, and then shows how far it is. */

import { useEffect, useState } from 'preact/hooks';
import type { BulkAction } from '../../../../application/bulk-target.js';
import type { PreviewFacts, SearchCostFacts } from '../../../../application/views/facts.js';
import type { JsonObject } from '../../../../domain/task.js';
import { type ApiError, act, ask } from '../api.js';
import { amount, plural } from '../format/numbers.js';
import { BULK_ACTIONS } from '../format/words.js';
import { isGoing } from '../state/live.js';
import { queryOf } from '../state/task-filter.js';
import { useWorld } from '../state/world.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { Dialog } from './dialog.js';
import { Failure } from './failure.js';
import { FilterWords } from './filter-words.js';
import { Foreign } from './foreign.js';
import { OperationProgress } from './operation-progress.js';
import { StateBadge } from './state-badge.js';
import { useAct } from './use-act.js';
import { useOperation } from './use-operation.js';
import { asError } from '../state/as-error.js';

export type BulkTarget = { readonly task_ids: readonly string[] } | { readonly filter: JsonObject };

interface Properties {
  readonly action: BulkAction;
  readonly target: BulkTarget;
  readonly onClose: () => void;
}

const SAMPLE = 5;

export function BulkDialog({ action, target, onClose }: Properties) {
  const actOn = useAct();
  const [operationId, setOperationId] = useState<string>();
  const operation = useOperation(operationId);
  const { preview, error, price, count } = usePreview(action, target);
  const { label, effect } = BULK_ACTIONS[action];

  if (operation !== undefined) {
    return (
      <Dialog title={label} onClose={onClose}>
        <div class="dialog-body" role="status">
          <OperationProgress operation={operation} />
        </div>
        <form method="dialog" class="dialog-buttons">
          <button type="submit">{isGoing(operation) ? 'Leave it going' : 'Close'}</button>
        </form>
      </Dialog>
    );
  }

  const matched = 'filter' in target ? preview?.matched : target.task_ids.length;
  const some = preview?.exact === false ? 'at least ' : '';
  const tasks = matched === undefined ? 'tasks' : plural(matched, 'task');
  const begin = async (): Promise<void> => {
    const counted = preview?.exact === true ? { matched: preview.matched } : {};
    const begun = await actOn(action, { ...target, ...counted }, `${label}: begun.`);
    setOperationId(begun.operation_id);
  };
  return (
    <ConfirmDialog
      title={`${label}: ${some}${tasks}?`}
      label={`${label} ${some}${tasks}`}
      isDestructive={action === 'cancel'}
      isDisabled={matched === undefined || matched === 0}
      onConfirm={begin}
      isReplaced
      onClose={onClose}
    >
      <p>{effect}</p>
      {'filter' in target && <FilterWords filter={target.filter} />}
      {error !== undefined && <Failure error={error} />}
      {matched === undefined && error === undefined && price === undefined && <p role="status">Counting …</p>}
      {price !== undefined && (
        <p>
          Counting them looks at up to <b class="numeric">{plural(price.rows, 'row')}</b> and costs up to{' '}
          <b class="numeric">{amount(price.read_units)}</b> read units, and doing it costs that much again.{' '}
          <button type="button" onClick={count}>
            Count
          </button>
        </p>
      )}
      {matched === 0 && <p>No task is in a state for this.</p>}
      {preview !== undefined && preview.sample.length > 0 && <Sample preview={preview} />}
    </ConfirmDialog>
  );
}

const Sample = ({ preview }: { readonly preview: PreviewFacts }) => (
  <ul class="sample" aria-label="Some of them">
    {preview.sample.slice(0, SAMPLE).map(({ task_id, labourer_id, state }) => (
      <li key={task_id}>
        <code>
          <Foreign text={task_id} limit={40} />
        </code>{' '}
        <Foreign text={labourer_id} limit={40} /> <StateBadge state={state} />
      </li>
    ))}
  </ul>
);

interface Counting {
  readonly preview?: PreviewFacts;
  readonly error?: ApiError;
  /** What counting costs; as long as nobody has agreed to it. */
  readonly price?: SearchCostFacts;
}

/** Counts at once where reading is free, else once the reader has seen what it costs. */
function usePreview(action: BulkAction, target: BulkTarget): Counting & { readonly count: () => void } {
  const { bulk_states: statesOf } = useWorld();
  const [counting, setCounting] = useState<Counting>({});
  const filter = 'filter' in target ? target.filter : undefined;
  const fail = (reason: unknown): void => setCounting({ error: asError(reason) });
  const count = (): void => {
    setCounting({});
    act<PreviewFacts>('api/actions/preview', { action, filter: filter ?? {} }).then(
      (preview) => setCounting({ preview }),
      fail,
    );
  };
  useEffect(() => {
    if (filter === undefined) return;
    const states = filter.state === undefined ? { state: statesOf[action] } : {};
    ask<SearchCostFacts>(`api/tasks/cost?${queryOf({ ...filter, ...states })}`).then(
      (price) => (price.read_units ? setCounting({ price }) : count()),
      fail,
    );
  }, []);
  return { ...counting, count };
}
