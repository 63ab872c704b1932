/** Goes on with an operation on tasks that ended early: it was stopped, it failed, or whoever worked it is gone. */

import { useState } from 'preact/hooks';
import type { OperationFacts } from '../../../../../application/views/facts.js';
import type { ApiError } from '../../api.js';
import { encoded } from '../../format/encoded.js';
import { Failure } from '../../parts/failure.js';
import { useAct } from '../../parts/use-act.js';
import { asError } from '../../state/as-error.js';
import { isGoing } from '../../state/live.js';
import { useMayAct, useNow } from '../../state/moment.js';

/** Seconds without a record, of which one that goes on leaves one each few. */
const SILENT = 60;
const ON_TASKS = new Set(['retry', 'redrive', 'cancel']);

export function GoOnButton({ operation }: { readonly operation: OperationFacts }) {
  const { operation_id: id, action, state, at } = operation;
  const act = useAct();
  const [error, setError] = useState<ApiError>();
  const [now, mayAct] = [useNow(), useMayAct()];
  const isLeft = isGoing(operation) ? now - at > SILENT : state !== 'done';
  if (!mayAct || !ON_TASKS.has(action) || !isLeft) return null;
  const goOn = (): void => {
    setError(undefined);
    act(`continue/${encoded(id)}`, {}, `The ${action} goes on.`).catch((reason) => setError(asError(reason)));
  };
  return (
    <>
      <button type="button" onClick={goOn}>
        Go on
      </button>
      {error !== undefined && <Failure error={error} />}
    </>
  );
}
