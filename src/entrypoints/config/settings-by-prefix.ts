/** Settings that belong together by the beginning of their names, as `db_user` and `db_port` do. */

import type { Json, JsonObject } from '../../domain/task.js';

/** Those whose names begin with `<prefix>_`, by the rest of their names. */
export function settingsByPrefix(settings: Iterable<readonly [name: string, value: Json]>, prefix: string): JsonObject {
  const start = prefix.endsWith('_') ? prefix : `${prefix}_`;
  return Object.fromEntries(
    [...settings].flatMap(([name, value]) => (name.startsWith(start) ? [[name.slice(start.length), value]] : [])),
  );
}
