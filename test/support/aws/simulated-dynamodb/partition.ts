/** Rows of one partition in their order, in chunks: among a hundred thousand rows a write moves a few hundred. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import { compareTexts, compareValues } from './values.js';

export interface Entry {
  /** The item's key in its table. */
  readonly key: string;
  readonly range: AttributeValue;
  /** Tells apart items of equal range keys. */
  readonly tie: number;
  readonly item: Item;
}

export type EntryPlace = Pick<Entry, 'key' | 'range' | 'tie'>;

/** DynamoDB says nothing of how items of equal range keys lie: here as there in an order that looks like none. */
export const compareEntries = (one: EntryPlace, other: EntryPlace): number =>
  (compareValues(one.range, other.range) ?? 0) || one.tie - other.tie || compareTexts(one.key, other.key);

/** FNV-1a, of 32 bits. */
export function tieOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** Rows of a chunk before it is cut in two. */
const CHUNK_MAX = 512;

export class Partition {
  readonly #chunks: Entry[][] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(entry: Entry): void {
    const isBehind = (each: Entry) => compareEntries(each, entry) >= 0;
    const at = Math.min(this.#chunkOf(isBehind), Math.max(this.#chunks.length - 1, 0));
    const chunk = this.#chunks[at];
    this.#length++;
    if (chunk === undefined) {
      this.#chunks.push([entry]);
      return;
    }
    chunk.splice(firstOf(chunk, isBehind), 0, entry);
    if (chunk.length > CHUNK_MAX) this.#chunks.splice(at + 1, 0, chunk.splice(CHUNK_MAX / 2));
  }

  /** The entry is there. */
  remove(entry: Entry): void {
    const isBehind = (each: Entry) => compareEntries(each, entry) >= 0;
    const at = this.#chunkOf(isBehind);
    const chunk = this.#chunks[at];
    if (chunk === undefined) throw new RangeError(`no such entry: ${entry.key}`);
    chunk.splice(firstOf(chunk, isBehind), 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
    this.#length--;
  }

  /** The first place from which on `isBehind` holds. */
  firstPlace(isBehind: (entry: Entry) => boolean): number {
    const at = this.#chunkOf(isBehind);
    const chunk = this.#chunks[at];
    if (chunk === undefined) return this.#length;
    let place = firstOf(chunk, isBehind);
    for (let before = 0; before < at; before++) place += this.#chunks[before]?.length ?? 0;
    return place;
  }

  slice(from: number, to: number): Entry[] {
    const entries: Entry[] = [];
    let first = 0;
    for (const chunk of this.#chunks) {
      if (first >= to) break;
      if (first + chunk.length > from) entries.push(...chunk.slice(Math.max(from - first, 0), to - first));
      first += chunk.length;
    }
    return entries;
  }

  /** The first chunk that has a row behind. */
  #chunkOf(isBehind: (entry: Entry) => boolean): number {
    return firstOf(this.#chunks, (chunk) => isBehind(chunk.at(-1) as Entry));
  }
}

/** The first index from which on `isBehind` holds. */
function firstOf<Value>(values: readonly Value[], isBehind: (value: Value) => boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBehind(values[middle] as Value)) high = middle;
    else low = middle + 1;
  }
  return low;
}
