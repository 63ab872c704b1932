/** Keys that the product does not know are kept, since labourers carry settings of their own; one that looks like a slip is told. */

import { z } from 'zod';
import { nearestWord } from './edit-distance.js';

export interface SuspiciousKey {
  readonly path: string;
  readonly message: string;
}

/** Every unknown key in the value that is near to one that its map knows. `path` is the value's own. */
export function suspiciousKeys(schema: z.ZodType, value: unknown, path = ''): SuspiciousKey[] {
  if (typeof value !== 'object' || value === null) return [];
  const bare = unwrapped(schema);
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  if (bare instanceof z.ZodRecord) {
    const entry = bare.valueType as z.ZodType;
    return Object.entries(value).flatMap(([name, inner]) => suspiciousKeys(entry, inner, at(name)));
  }
  if (!(bare instanceof z.ZodObject)) return [];
  const shape: Readonly<Record<string, z.ZodType>> = bare.shape;
  return Object.entries(value).flatMap(([key, inner]) => {
    const known = shape[key];
    if (known !== undefined) return suspiciousKeys(known, inner, at(key));
    const meant = nearestWord(key, Object.keys(shape));
    return meant === undefined ? [] : [{ path: at(key), message: `${at(key)} is not a key here. Is ${meant} meant?` }];
  });
}

/** The schema inside those that only allow a value to be absent. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? unwrapped(schema.unwrap() as z.ZodType)
    : schema;
}
