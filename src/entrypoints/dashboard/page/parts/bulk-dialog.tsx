/** One action on many tasks: tells how many they are, asks, and then shows how far it is. */

import { useEffect, useState } from 'preact/hooks';
import type { PreviewFacts } from '../../../../application/views/facts.js';
import type { JsonObject } from '../../../../domain/task.js';
import { type ApiError, act } from '../api.js';
import { plural } from '../format/numbers.js';
import { BULK_ACTIONS, type BulkAction } from '../format/words.js';
import { isGoing } from '../state/live.js';
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
  const { preview, error } = usePreview(action, target);
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
    const begun = await actOn(action, { ...target }, `${label}: begun.`);
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
      {matched === undefined && error === undefined && <p role="status">Counting …</p>}
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

function usePreview(action: BulkAction, target: BulkTarget) {
  const [answer, setAnswer] = useState<{ preview?: PreviewFacts; error?: ApiError }>({});
  useEffect(() => {
    if (!('filter' in target)) return;
    act<PreviewFacts>('api/actions/preview', { action, filter: target.filter }).then(
      (preview) => setAnswer({ preview }),
      (reason: unknown) => setAnswer({ error: asError(reason) }),
    );
  }, []);
  return answer;
}
