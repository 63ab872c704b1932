/**
 * Chance that hangs on names, not on the order in which it is asked: the same attempt of the same task takes as long under every
 * configuration, so that two simulations differ by their configurations and not by their luck.
 */

import { SeededChance } from '../../adapters/memory/seeded-chance.js';

/** Draws of their own for this name: the same ones for the same seed. */
export function drawsOf(seed: number, name: string): () => number {
  const chance = new SeededChance(mixed(seed, name));
  return () => chance.next();
}

/** FNV-1a over the text's units, begun with the seed. 32 bits. */
function mixed(seed: number, text: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
