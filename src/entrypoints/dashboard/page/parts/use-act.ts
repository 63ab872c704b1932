/** Tells the server to do something, says so to the reader, and lets the panels ask again. */

import type { OperationFacts } from '../../../../application/views/facts.js';
import type { JsonObject } from '../../../../domain/task.js';
import { act } from '../api.js';
import { useAnnounce } from '../state/announce.js';
import { useLive } from '../state/live.js';

export type Act = (action: string, body: JsonObject, said: string) => Promise<OperationFacts>;

/** `act('pause', {labourer}, 'web is paused')`; rejects with an ApiError where it was refused. */
export function useAct(): Act {
  const { note } = useLive();
  const announce = useAnnounce();
  return async (action, body, said) => {
    const operation = await act<OperationFacts>(`api/actions/${action}`, body);
    note(operation);
    announce(said);
    return operation;
  };
}
