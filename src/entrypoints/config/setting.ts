/**
 * The vocabulary of the configuration's schema: kinds of values with the words for them, and keys with their meaning. Zod's mini build,
 * since the schema goes into every function's bundle.
 */

import * as z from 'zod/mini';

/** What docs/configuration.md says of a key beside its name. */
export interface SettingNote {
  readonly expected: string;
  readonly meaning: string;
  /** What holds without the key, as the page shows it. */
  readonly fallback: string;
}

/** The notes of every key that `setting` made. */
export const settingNotes = z.registry<SettingNote>();

/** A kind of value; what errors and the page say was expected stands in `phrases`. */
type Kind = z.ZodMiniType;

const phrases = z.registry<{ readonly expected: string }>();

function worded<Schema extends Kind>(kind: Schema, expected: string): Schema {
  phrases.add(kind, { expected });
  return kind;
}

const phrase = (kind: Kind): string => phrases.get(kind)?.expected ?? 'a value';

/** A key that may be left out, or hold null, which says the same. */
export function setting<Schema extends Kind>(kind: Schema, meaning: string, fallback: string | number = '–') {
  const optional = z.nullish(kind);
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
  return worded(z.int({ error }).check(z.minimum(least, { error })), error);
}

export function number() {
  const error = 'a number';
  return worded(z.number({ error }), error);
}

export function secondsAboveZero() {
  const error = 'a number of seconds above 0';
  return worded(z.number({ error }).check(z.positive({ error })), error);
}

export function share() {
  const error = '0 to 1';
  return worded(z.number({ error }).check(z.minimum(0, { error }), z.maximum(1, { error })), error);
}

export function text(error = 'a text') {
  return worded(z.string({ error }).check(z.minLength(1, { error })), error);
}

export function flag() {
  const error = 'true or false';
  return worded(z.boolean({ error }), error);
}

export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  const error = words.join(' or ');
  return worded(z.enum(words, { error }), error);
}

/** `least`: how many entries there have to be. */
export function listOf<Schema extends Kind>(entry: Schema, error: string, least = 0) {
  const list = z.array(entry, { error });
  return worded(least === 0 ? list : list.check(z.minLength(least, { error })), error);
}

/** A value that another part of the product looks at. */
export function anything(expected = 'a value') {
  return worded(z.unknown(), expected);
}

/** Keys of the product's own, among any others: unknown ones are kept. */
export function map<Shape extends z.core.$ZodShape>(shape: Shape, error = 'a map') {
  return worded(z.looseObject(shape, { error }), error);
}

/** A map from names that the author chooses; an entry of null is as if it were not there. */
export function named<Schema extends Kind>(value: Schema, error: string) {
  return worded(z.record(z.string(), z.nullable(value), { error }), error);
}
