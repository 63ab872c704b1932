/** The page's keys: `/` to search, `g` and a letter to go somewhere, `?` to see them all. */

import { useEffect } from 'preact/hooks';
import { goTo } from '../state/route.js';
import { PLACES } from './places.js';

/** How long after `g` a letter still belongs to it. */
const TOGETHER_MS = 1500;

export function useKeys(showKeys: () => void): void {
  useEffect(() => {
    let goPressedAt = Number.NEGATIVE_INFINITY;
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      const isGoing = event.timeStamp - goPressedAt < TOGETHER_MS;
      goPressedAt = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const place = isGoing ? PLACES.find(({ key }) => key === event.key) : undefined;
      if (place !== undefined) goTo(place.path === '' ? [] : [place.path]);
      else if (event.key === '?') showKeys();
      else if (event.key === '/') focusSearch();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input:not([type=checkbox]), textarea, select, dialog') !== null;

/** The page's own search; where it has none, to the page of tasks, which has. */
function focusSearch(): void {
  const search = document.querySelector<HTMLInputElement>('input[type=search]');
  if (search === null) goTo(['tasks']);
  search?.focus();
  search?.select();
}
