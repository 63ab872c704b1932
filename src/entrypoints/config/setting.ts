/** The vocabulary of the configuration's schema: kinds of values with the words for them, and keys with their meaning. */

import { z } from 'zod';

/** What docs/configuration.md says of a key beside its name. */
export interface SettingNote {
  readonly expected: string;
  readonly meaning: string;
  /** What holds without the key, as the page shows it. */
  readonly fallback: string;
}

/** The notes of every key that `setting` made. */
export const settingNotes = z.registry<SettingNote>();

/** A kind of value; its description is what errors and the page say was expected. */
type Kind = z.ZodType;

const phrase = (kind: Kind): string => kind.description ?? 'a value';

/** A key that may be left out, or hold null, which says the same. */
export function setting<Schema extends Kind>(kind: Schema, meaning: string, fallback: string | number = '–') {
  const optional = kind.nullish();
  settingNotes.add(optional, { expected: phrase(kind), meaning, fallback: String(fallback) });
  return optional;
}

/** A key without which the configuration means nothing. */
export function required<Schema extends Kind>(kind: Schema, meaning: string): Schema {
  settingNotes.add(kind, { expected: phrase(kind), meaning, fallback: 'required' });
  return kind;
}

export function wholeNumber(least: number) {
  const error = least === 0 ? 'a whole number, 0 or more' : `a whole number from ${least}`;
  return z.int({ error }).min(least, { error }).describe(error);
}

export function secondsAboveZero() {
  const error = 'a number of seconds above 0';
  return z.number({ error }).positive({ error }).describe(error);
}

export function share() {
  const error = '0 to 1';
  return z.number({ error }).min(0, { error }).max(1, { error }).describe(error);
}

export function text(error = 'a text') {
  return z.string({ error }).min(1, { error }).describe(error);
}

export function flag() {
  const error = 'true or false';
  return z.boolean({ error }).describe(error);
}

export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  const error = words.join(' or ');
  return z.enum(words, { error }).describe(error);
}

export function listOf<Schema extends Kind>(entry: Schema, error: string) {
  return z.array(entry, { error }).describe(error);
}

/** Keys of the product's own, among any others: unknown ones are kept. */
export function map<Shape extends z.ZodRawShape>(shape: Shape, error = 'a map') {
  return z.looseObject(shape, { error }).describe(error);
}

/** A map from names that the author chooses; an entry of null is as if it were not there. */
export function named<Schema extends Kind>(value: Schema, error: string) {
  return z.record(z.string(), value.nullable(), { error }).describe(error);
}
