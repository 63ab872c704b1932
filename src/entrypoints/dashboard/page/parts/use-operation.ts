/** How an operation stands: pushed by the live view, asked for each second where that is not connected. */

import { encoded } from '../format/encoded.js';
import { useEffect } from 'preact/hooks';
import type { OperationFacts } from '../../../../application/views/facts.js';
import { ask } from '../api.js';
import { isGoing, useLive } from '../state/live.js';

const EVERY_MS = 1000;

export function useOperation(operationId: string | undefined): OperationFacts | undefined {
  const { operations, state, note } = useLive();
  const operation = operationId === undefined ? undefined : operations.get(operationId);
  const isAlone = operation !== undefined && isGoing(operation) && state !== 'connected';
  useEffect(() => {
    if (!isAlone) return;
    const timer = setInterval(() => {
      // What can't be asked now is asked again in a second.
      ask<OperationFacts>(`api/operations/${encoded(operationId ?? '')}`).then(note, () => undefined);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [isAlone, operationId]);
  return operation;
}
