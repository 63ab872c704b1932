/** What the page of a world may do, in a sentence for whoever started it. */

import type { World } from '../../dashboard/world.js';

export function canDo({ kind, actions }: Pick<World, 'kind' | 'actions'>): string {
  if (kind === 'simulation') return 'It shows the simulation; the slider goes through its time.';
  return actions === undefined ? 'It only shows; --allow-actions lets it change things.' : 'It may change things.';
}
