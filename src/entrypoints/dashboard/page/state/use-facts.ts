/** Facts of the server as state of a panel: asked for when the panel opens, and again with the live view. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { type ApiError, ask } from '../api.js';
import { useLive } from './live.js';
import { asError } from './as-error.js';

export interface Answer<Facts> {
  /** The newest; those before stay while newer ones are on their way. */
  readonly facts: Facts | undefined;
  readonly error: ApiError | undefined;
  readonly again: () => void;
}

/** What makes an answer older or newer, not another one. */
const INSTANTS = /([?&])(?:at|from|to)=\d+/g;
const subjectOf = (path: string): string => path.replace(INSTANTS, '$1');

interface Asking {
  readonly path: string;
  readonly abort: AbortController;
}

/**
 * Asks for `path`, and again with each beat of the live view, at most once in `every` seconds (0: with each). One question at a time: of those
 * that came up meanwhile only the newest is asked. Null asks nothing.
 */
export function useFacts<Facts>(path: string | null, every = 0): Answer<Facts> {
  const { beat } = useLive();
  const [answer, setAnswer] = useState<{ subject: string; facts?: Facts; error?: ApiError }>();
  const [round, setRound] = useState(0);
  const asking = useRef<Asking | undefined>(undefined);
  const last = useRef({ path: '', round: 0, at: 0 });
  const newest = useRef(path);
  newest.current = path;

  const start = (wanted: string): void => {
    const abort = new AbortController();
    asking.current = { path: wanted, abort };
    last.current = { path: wanted, round, at: performance.now() };
    const subject = subjectOf(wanted);
    ask<Facts>(wanted, abort.signal)
      .then((facts) => setAnswer({ subject, facts }))
      .catch((reason: unknown) => {
        if (abort.signal.aborted) return;
        const error = asError(reason);
        setAnswer((before) => ({ ...(before?.subject === subject ? before : {}), subject, error }));
      })
      .finally(() => {
        if (asking.current?.abort !== abort) return;
        asking.current = undefined;
        if (newest.current !== null && newest.current !== wanted) start(newest.current);
      });
  };

  useEffect(() => {
    const running = asking.current;
    if (path === null || (running !== undefined && subjectOf(running.path) !== subjectOf(path))) {
      running?.abort.abort();
      asking.current = undefined;
    }
    if (path === null || asking.current !== undefined) return;
    const isSame = last.current.path === path && last.current.round === round;
    if (isSame && performance.now() - last.current.at < every * 1000) return;
    start(path);
  }, [path, beat, round]);

  useEffect(() => () => asking.current?.abort.abort(), []);

  const isAbout = path !== null && answer?.subject === subjectOf(path);
  return {
    facts: isAbout ? answer.facts : undefined,
    error: isAbout ? answer.error : undefined,
    again: () => setRound((count) => count + 1),
  };
}
