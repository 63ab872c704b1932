/** Tasks as objects. */

import type { JsonObject } from '../task.js';
import type { Emitter } from './chunk.js';

/** Makes payloads: what the walk gathered, and the overlay over all of it. Values are the job's own, not copies. */
export const payloadEmitter = (overlay: JsonObject): Emitter<JsonObject, JsonObject> => ({
  start: {},
  lay: (outer, entries) => ({ ...outer, ...entries }),
  whole: (context) => ({ ...context, ...overlay }),
  series: (context, key) => (names, from, to) => ({ ...context, [key]: names.slice(from, to), ...overlay }),
});
