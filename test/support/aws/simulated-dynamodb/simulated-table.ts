/** One table: its items by their keys, its indexes, and when TTL may delete what. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import type { TableDefinition } from '../../../../src/adapters/dynamodb/table-definitions.js';
import { DueQueue } from '../../../../src/adapters/memory/due-queue.js';
import { invalid } from './service-errors.js';
import { type Key, keyText, SortedRows } from './sorted-rows.js';
import { storedItem } from './stored-item.js';
import { StaleReads } from './stale-reads.js';
import { TableIndex } from './table-index.js';
import { numberText } from './values.js';

/** Between the texts of a hash and a range key. */
const KEY_SEPARATOR = '\u0000';

export class SimulatedTable {
  readonly definition: TableDefinition;
  readonly keys: readonly Key[];
  readonly keyNames: readonly string[];
  readonly items = new Map<string, Item>();
  readonly indexes: ReadonlyMap<string, TableIndex>;
  /** The items in the order of the range key, where the table has one. */
  readonly sorted: SortedRows | undefined;
  readonly stale = new StaleReads();
  readonly #indexKeys: readonly Key[];
  readonly #expiring = new DueQueue<{ readonly at: number; readonly key: string }>();

  constructor(definition: TableDefinition) {
    const { hash, range, indexes } = definition;
    this.definition = definition;
    this.keys = range === undefined ? [hash] : [hash, range];
    this.keyNames = this.keys.map(({ name }) => name);
    this.sorted = range && new SortedRows(hash, range);
    this.indexes = new Map(indexes.map((index) => [index.name, new TableIndex(index, this.keys)]));
    this.#indexKeys = indexes.flatMap((index) => [index.hash, index.range]);
  }

  /** The key of an item, or of a request's Key, as text. Throws ValidationException. */
  keyOf(item: Item): string {
    const [hash, range] = this.keys;
    const text = keyValue(item, hash as Key);
    return range === undefined ? text : text + KEY_SEPARATOR + keyValue(item, range);
  }

  /** The key that a request gives, which holds nothing else. Throws ValidationException. */
  keyGiven(key: Item | undefined): string {
    if (key === undefined || Object.keys(key).length !== this.keys.length) {
      throw invalid('The provided key element does not match the schema');
    }
    return this.keyOf(key);
  }

  /** The item as it may be stored. Throws ValidationException for keys of a wrong type and for what no item can hold. */
  accepted(item: Item): Item {
    for (const { name, type } of this.#indexKeys) {
      const value = item[name];
      if (value !== undefined && !value[type]) throw invalid(`Type mismatch for Index Key ${name}`);
    }
    return storedItem(item);
  }

  /** Puts the item, or deletes the one that is there. */
  write(key: string, item: Item | undefined, now: number, lag: (() => number) | undefined, staleFor: number): void {
    if (staleFor > 0) this.stale.keep(key, this.items.get(key), now + staleFor, now);
    if (item === undefined) this.items.delete(key);
    else this.items.set(key, item);
    this.sorted?.show(key, item);
    for (const index of this.indexes.values()) index.record(key, item, now, lag);
    const expiresAt = this.#expiryOf(item);
    if (expiresAt !== undefined) this.#expiring.add({ at: expiresAt, key });
  }

  /** Keys of the items whose time is over by then; those that are spared come again. */
  expired(by: number, isSpared: () => boolean): string[] {
    const found = new Set<string>();
    const spared: { at: number; key: string }[] = [];
    for (let next = this.#expiring.peek(); next !== undefined && next.at <= by; next = this.#expiring.peek()) {
      this.#expiring.take();
      if (this.#expiryOf(this.items.get(next.key)) !== next.at || found.has(next.key)) continue;
      if (isSpared()) spared.push(next);
      else found.add(next.key);
    }
    for (const each of spared) this.#expiring.add(each);
    return [...found];
  }

  /** Shows all writes everywhere. */
  settle(): void {
    this.stale.forget();
    for (const index of this.indexes.values()) index.catchUp(Number.POSITIVE_INFINITY);
  }

  #expiryOf(item: Item | undefined): number | undefined {
    const { expires } = this.definition;
    const value = expires === undefined ? undefined : item?.[expires]?.N;
    return value === undefined ? undefined : Number(value);
  }
}

function keyValue(item: Item, { name, type }: Key): string {
  const value: AttributeValue | undefined = item[name];
  if (value?.[type] === undefined) throw invalid(`The key ${name} is missing or of another type`);
  const text = keyText(value);
  if (text === '') throw invalid(`The key ${name} has an empty value`);
  return type === 'N' ? numberText(text) : text;
}
