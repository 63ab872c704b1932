/** Maps inside settings, which come from JSON or YAML and so have any shape until they were looked at. */

import { RefusedError } from '../errors.js';

/** A map of settings, by the names that stand in the configuration. */
export type SettingsMap = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is SettingsMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Refuses everything but a map. */
export function asMap(value: unknown, path: string): SettingsMap {
  if (isMap(value)) return value;
  throw new RefusedError('config.value', { path, expected: 'a map', found: value });
}

/** One text for equal settings, in whatever order their keys stand. */
export const canonicalText = (settings: SettingsMap): string =>
  JSON.stringify(settings, (_key, value: unknown) =>
    isMap(value) ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))) : value,
  );
