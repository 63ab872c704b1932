/** How the tasks of a job stand, as parts of one bar; the words beside it tell the same. */

import { count as formatted } from '../format/numbers.js';
import { stateClass, stateName } from '../format/words.js';

interface Properties {
  readonly parts: readonly { readonly state: string; readonly count: number }[];
  /** All of it: what is missing in the parts stays empty. */
  readonly whole: number;
}

export function StatesBar({ parts, whole }: Properties) {
  const present = parts.filter(({ count }) => count > 0);
  const most = Math.max(
    whole,
    present.reduce((sum, { count }) => sum + count, 0),
    1,
  );
  const words = present.map(({ state, count }) => `${stateName(state)}: ${formatted(count)}`).join(', ');
  return (
    <span class="states-bar" role="img" aria-label={words || 'no tasks'} title={words}>
      {present.map(({ state, count }) => (
        <span key={state} class={`fill ${stateClass(state)}`} style={{ width: `${(count / most) * 100}%` }} />
      ))}
    </span>
  );
}
