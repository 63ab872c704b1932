/** What the page looks at, and whether it may act: told once by the server, known everywhere in the page. */

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { WorldFacts } from '../../../../application/views/facts.js';

export const WorldContext = createContext<WorldFacts | undefined>(undefined);

export function useWorld(): WorldFacts {
  const world = useContext(WorldContext);
  if (world === undefined) throw new Error('no panel is drawn before the world is known');
  return world;
}
