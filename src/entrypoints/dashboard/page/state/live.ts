/** What the server pushes while somebody looks: overviews and operations that go on. Nothing is asked for while the page is hidden. */

import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { OperationFacts, OverviewFacts } from '../../../../application/views/facts.js';

/** `off`: this world does not go on, or the past is looked at. */
export type LiveState = 'off' | 'connecting' | 'connected' | 'lost' | 'hidden';

export interface Live {
  readonly state: LiveState;
  readonly overview: OverviewFacts | null;
  /** Grows with each overview and each end of an operation: panels ask again then. */
  readonly beat: number;
  /** Those that went on while the page was open, by id. */
  readonly operations: ReadonlyMap<string, OperationFacts>;
  /** Notes an operation that this page began, and lets panels ask again. */
  readonly note: (operation: OperationFacts) => void;
}

const RECONNECT_MS = 3000;

type Pushed = Omit<Live, 'note'>;
const NOTHING: Pushed = { state: 'off', overview: null, beat: 0, operations: new Map() };

export const LiveContext = createContext<Live>({ ...NOTHING, note: () => undefined });

export const useLive = (): Live => useContext(LiveContext);

/** The live view as state, for the one who provides it; connected only while it is wanted and the page is seen. */
export function useLiveEvents(isWanted: boolean): Live {
  const [pushed, setPushed] = useState(NOTHING);
  const isVisible = useVisible();

  useEffect(() => {
    const say = (state: LiveState): void => setPushed((last) => ({ ...last, state }));
    if (!isWanted) return say('off');
    if (!isVisible) return say('hidden');
    say('connecting');
    return connect({
      say,
      overview: (overview) => setPushed((last) => ({ ...last, state: 'connected', overview, beat: last.beat + 1 })),
      operation: (operation) => setPushed((last) => withOperation(last, operation)),
    });
  }, [isWanted, isVisible]);

  return { ...pushed, note: (operation) => setPushed((last) => withOperation(last, operation)) };
}

/** Whether an operation goes on. */
export const isGoing = ({ state }: OperationFacts): boolean => state === 'begun' || state === 'going';

function withOperation(last: Pushed, operation: OperationFacts): Pushed {
  const known = last.operations.get(operation.operation_id);
  if (known !== undefined && !isGoing(known) && isGoing(operation)) return last;
  const operations = new Map(last.operations).set(operation.operation_id, operation);
  return { ...last, operations, beat: isGoing(operation) ? last.beat : last.beat + 1 };
}

function useVisible(): boolean {
  const [isVisible, setVisible] = useState(!document.hidden);
  useEffect(() => {
    const follow = (): void => setVisible(!document.hidden);
    document.addEventListener('visibilitychange', follow);
    return () => document.removeEventListener('visibilitychange', follow);
  }, []);
  return isVisible;
}

interface Listener {
  readonly say: (state: LiveState) => void;
  readonly overview: (facts: OverviewFacts) => void;
  readonly operation: (facts: OperationFacts) => void;
}

/** Stays connected until the returned function is called. */
function connect(listener: Listener): () => void {
  let retry: ReturnType<typeof setTimeout> | undefined;
  let source = open();

  function open(): EventSource {
    const events = new EventSource('api/live');
    events.onopen = () => listener.say('connected');
    events.onerror = () => {
      listener.say('lost');
      if (events.readyState === EventSource.CLOSED) {
        retry = setTimeout(() => {
          source = open();
        }, RECONNECT_MS);
      }
    };
    events.addEventListener('overview', ({ data }: MessageEvent<string>) => listener.overview(JSON.parse(data)));
    events.addEventListener('operation', ({ data }: MessageEvent<string>) => listener.operation(JSON.parse(data)));
    return events;
  }

  return () => {
    clearTimeout(retry);
    source.close();
  };
}
