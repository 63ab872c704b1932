/** The name that was meant, for refusals of a name that nothing has. */

import { nearestWord } from '../config/edit-distance.js';

/** The hint of a RefusedError; empty where no known name is near enough. One that begins alike and is the only one to is near enough too. */
export function didYouMean(name: string, known: readonly string[]): { readonly hint?: string } {
  const beginning = known.filter((each) => each.startsWith(name));
  const meant = nearestWord(name, known) ?? (beginning.length === 1 ? beginning[0] : undefined);
  return meant === undefined ? {} : { hint: `Did you mean ${meant}?` };
}
