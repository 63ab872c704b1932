/** The pages of one search, asked for one after the other; pages without a hit are passed over by itself. */

import { encoded } from '../../format/encoded.js';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TaskFacts, TasksFacts } from '../../../../../application/views/facts.js';
import { type ApiError, ask } from '../../api.js';
import { asError } from '../../state/as-error.js';

export interface Search {
  readonly tasks: readonly TaskFacts[];
  /** Rows that were looked at so far. */
  readonly examined: number;
  readonly isSearching: boolean;
  /** Whether there is more to look at. */
  readonly hasMore: boolean;
  readonly error: ApiError | undefined;
  readonly more: () => void;
  readonly stop: () => void;
}

interface State {
  readonly tasks: readonly TaskFacts[];
  readonly examined: number;
  readonly next: string | null;
  readonly isSearching: boolean;
  readonly error?: ApiError;
}

const PAGE = 50;
const START: State = { tasks: [], examined: 0, next: null, isSearching: true };

/** `path` names the search with everything but the page; another path is another search. */
export function useSearch(path: string): Search {
  const [state, setState] = useState(START);
  const running = useRef<AbortController | undefined>(undefined);

  const go = async (from: State): Promise<void> => {
    const abort = new AbortController();
    running.current?.abort();
    running.current = abort;
    let reached: State = { tasks: from.tasks, examined: from.examined, next: from.next, isSearching: true };
    setState(reached);
    try {
      const wanted = reached.tasks.length + 1;
      do {
        const after = reached.next === null ? '' : `&after=${encoded(reached.next)}`;
        const page = await ask<TasksFacts>(`${path}&limit=${PAGE}${after}`, abort.signal);
        const tasks = withNew(reached.tasks, page.tasks);
        const isSearching = tasks.length < wanted && page.next !== null;
        reached = { tasks, examined: reached.examined + page.examined, next: page.next, isSearching };
        setState(reached);
      } while (reached.isSearching);
    } catch (reason) {
      if (!abort.signal.aborted) setState({ ...reached, isSearching: false, error: asError(reason) });
    }
  };

  useEffect(() => {
    go(START);
    return () => running.current?.abort();
  }, [path]);

  return {
    tasks: state.tasks,
    examined: state.examined,
    isSearching: state.isSearching,
    hasMore: state.next !== null,
    error: state.error,
    more: () => void go(state),
    stop: () => {
      running.current?.abort();
      setState({ ...state, isSearching: false });
    },
  };
}

/** A task that moved meanwhile may be found again on a later page. */
function withNew(known: readonly TaskFacts[], found: readonly TaskFacts[]): readonly TaskFacts[] {
  const ids = new Set(known.map(({ task_id }) => task_id));
  return [...known, ...found.filter(({ task_id }) => !ids.has(task_id))];
}
