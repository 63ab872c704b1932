/** The instant that every panel tells of: now, or one of the past that the reader chose, kept in the page's address (`?at=`). */

import { createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { useLive } from './live.js';
import { useWorld } from './world.js';

export interface Moment {
  /** Epoch seconds; null is now. */
  readonly at: number | null;
  readonly setAt: (at: number | null) => void;
}

export const MomentContext = createContext<Moment>({ at: null, setAt: () => undefined });

export const useMoment = (): Moment => useContext(MomentContext);

/** The moment as state, for the one who provides it. */
export function useMomentInAddress(): Moment {
  const [at, setState] = useState(momentOf(location.search));
  const setAt = (next: number | null): void => {
    const url = new URL(location.href);
    if (next === null) url.searchParams.delete('at');
    else url.searchParams.set('at', String(next));
    history.replaceState(null, '', url);
    setState(next);
  };
  return { at, setAt };
}

function momentOf(search: string): number | null {
  const text = new URLSearchParams(search).get('at');
  return text !== null && /^\d{1,11}$/.test(text) ? Number(text) : null;
}

/** `path` for the moment that is looked at. */
export function useAtMoment(): (path: string) => string {
  const { at } = useMoment();
  return (path) => (at === null ? path : `${path}${path.includes('?') ? '&' : '?'}at=${at}`);
}

/** The instant that ages are told from, in epoch seconds: the world's clock, not the browser's. */
export function useNow(): number {
  const { at } = useMoment();
  const { overview } = useLive();
  const world = useWorld();
  return at ?? overview?.at ?? world.now;
}

/** Whether buttons that change something are shown: never over the past. */
export function useMayAct(): boolean {
  const { at } = useMoment();
  return useWorld().allows_actions && at === null;
}
