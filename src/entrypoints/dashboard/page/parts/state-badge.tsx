/** The state of a task, as a word on a colour. */

import { stateClass, stateName } from '../format/words.js';

export const StateBadge = ({ state }: { readonly state: string }) => (
  <span class={`badge ${stateClass(state)}`}>{stateName(state)}</span>
);
