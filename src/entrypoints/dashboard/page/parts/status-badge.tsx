/** How well a labourer's surroundings do, as a word on a colour. */

import { statusClass, statusName } from '../format/words.js';

export const StatusBadge = ({ status }: { readonly status: number | null }) => (
  <span class={`badge ${statusClass(status)}`}>{statusName(status)}</span>
);
