/** A payload as named texts: nested maps and lists of one value are laid flat, so that what tells tasks apart can be compared. */

import type { Json } from '../task.js';
import { isJsonList, isJsonMap } from './json.js';

/** Levels that are laid flat; what is nested deeper is one text. */
const DEPTH_MAX = 4;
/** Characters of a text that stands for a longer value. */
const TEXT_MAX = 80;

/** By the attribute's name (`topics`, or `shop.country` where maps are nested), in the payload's order; undefined for what is no map of JSON. */
export function payloadAttributes(payload: string | undefined): ReadonlyMap<string, string> | undefined {
  const value = parsed(payload);
  if (!isJsonMap(value)) return undefined;
  const attributes = new Map<string, string>();
  if (Object.keys(value).length > 0) layFlat(value, '', 1, attributes);
  return attributes;
}

function parsed(payload: string | undefined): Json | undefined {
  try {
    return payload === undefined ? undefined : (JSON.parse(payload) as Json);
  } catch {
    return undefined;
  }
}

function layFlat(value: Json, name: string, depth: number, into: Map<string, string>): void {
  const inner = depth > DEPTH_MAX ? [] : partsOf(value, name);
  for (const [innerName, part] of inner) layFlat(part, innerName, depth + 1, into);
  if (inner.length === 0) into.set(name, textOf(value));
}

function partsOf(value: Json, name: string): readonly (readonly [string, Json])[] {
  if (isJsonList(value)) return value.length === 1 ? [[name, value[0] as Json]] : [];
  if (!isJsonMap(value)) return [];
  return Object.entries(value).map(([key, part]) => [name === '' ? key : `${name}.${key}`, part]);
}

function textOf(value: Json): string {
  if (typeof value === 'string') return shortened(value);
  if (isJsonList(value) && value.length > 1 && value.every((entry) => typeof entry !== 'object'))
    return listText(value);
  return shortened(JSON.stringify(value));
}

/** `toyota, mazda`; of a list that would be long the ends and the number: `toyota … car (24)`. */
function listText(values: readonly Json[]): string {
  const text = values.map(String).join(', ');
  return text.length <= TEXT_MAX ? text : `${shortened(`${values[0]} … ${values.at(-1)}`)} (${values.length})`;
}

const shortened = (text: string): string => (text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX - 1)}…` : text);
