/** Documents laid one over another: maps merge, lists are joined without repeats, everything else is replaced, by null too. */

import { canonicalText } from '../../domain/ecology/settings-map.js';
import type { Json, JsonObject } from '../../domain/task.js';
import { isJsonObject } from '../../domain/worker-event.js';

/** The weakest layer comes first. */
export const mergedDocuments = (...layers: readonly JsonObject[]): JsonObject => layers.reduce(mergedMaps, {});

function mergedMaps(weak: JsonObject, strong: JsonObject): JsonObject {
  const keys = new Set([...Object.keys(weak), ...Object.keys(strong)]);
  // Not by assignment: a key may be called __proto__.
  return Object.fromEntries(
    [...keys].map((key): [string, Json] => {
      if (!Object.hasOwn(strong, key)) return [key, weak[key] as Json];
      const own = strong[key] as Json;
      return [key, Object.hasOwn(weak, key) ? merged(weak[key] as Json, own) : own];
    }),
  );
}

function merged(weak: Json, strong: Json): Json {
  if (isJsonObject(weak) && isJsonObject(strong)) return mergedMaps(weak, strong);
  if (Array.isArray(weak) && Array.isArray(strong)) return withoutRepeats([...weak, ...strong]);
  return strong;
}

/** In their order; of equal entries the first stays. */
function withoutRepeats(entries: readonly Json[]): readonly Json[] {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    const known = seen.size;
    return seen.add(canonicalText({ entry })).size > known;
  });
}
