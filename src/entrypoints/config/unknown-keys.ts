/** Keys that the product does not know are kept, since labourers carry settings of their own; one that looks like a slip is told. */

import * as z from 'zod/mini';
import { nearestWord } from './edit-distance.js';

export interface SuspiciousKey {
  readonly path: string;
  readonly message: string;
}

/** Every unknown key in the value that is near to one that its map knows. `path` is the value's own. */
export function suspiciousKeys(schema: z.ZodMiniType, value: unknown, path = ''): SuspiciousKey[] {
  if (typeof value !== 'object' || value === null) return [];
  const bare = unwrapped(schema);
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const entry = entryOf(bare);
  if (entry !== undefined) {
    return Object.entries(value).flatMap(([name, inner]) => suspiciousKeys(entry, inner, at(name)));
  }
  const shape = shapeOf(bare);
  if (shape === undefined) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const known = shape[key];
    if (known !== undefined) return suspiciousKeys(known, inner, at(key));
    const meant = nearestWord(key, Object.keys(shape));
    return meant === undefined ? [] : [{ path: at(key), message: `${at(key)} is not a key here. Is ${meant} meant?` }];
  });
}

/** The schema inside those that only allow a value to be absent. */
export function unwrapped(schema: z.ZodMiniType): z.ZodMiniType {
  return schema instanceof z.ZodMiniOptional || schema instanceof z.ZodMiniNullable
    ? unwrapped(schema.def.innerType as z.ZodMiniType)
    : schema;
}

/** The known keys of a map; undefined for a schema that is no map of known keys. */
export const shapeOf = (bare: z.ZodMiniType): Readonly<Record<string, z.ZodMiniType>> | undefined =>
  bare instanceof z.ZodMiniObject ? (bare.shape as Readonly<Record<string, z.ZodMiniType>>) : undefined;

/** What each entry of a map from names has to be; undefined for a schema that is none. */
export const entryOf = (bare: z.ZodMiniType): z.ZodMiniType | undefined =>
  bare instanceof z.ZodMiniRecord ? (bare.def.valueType as z.ZodMiniType) : undefined;
