/** Items by the hash key of an index, each partition in the order of its range key. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import type { TableDefinition } from '../../../../src/adapters/dynamodb/table-definitions.js';
import { type Entry, Partition, tieOf } from './partition.js';

/** An attribute that is a key, and its type. */
export type Key = TableDefinition['hash'];

/** A key's value as text, which tells it from every other of its type. */
export const keyText = (value: AttributeValue): string => value.S ?? value.N ?? '';

const NOTHING = new Partition();

export class SortedRows {
  readonly #hash: string;
  readonly #range: string;
  readonly #partitions = new Map<string, Partition>();
  readonly #shown = new Map<string, { readonly partition: Partition; readonly entry: Entry }>();

  constructor(hash: Key, range: Key) {
    this.#hash = hash.name;
    this.#range = range.name;
  }

  partition(hash: AttributeValue): Partition {
    return this.#partitions.get(keyText(hash)) ?? NOTHING;
  }

  shows(key: string): boolean {
    return this.#shown.has(key);
  }

  /** Whether the item has both keys of the index. */
  takes(item: Item): boolean {
    return item[this.#hash] !== undefined && item[this.#range] !== undefined;
  }

  /** Shows the item in the place of the one that was there under its key; without one, or without the index's keys, none. */
  show(key: string, item: Item | undefined): void {
    const before = this.#shown.get(key);
    if (before !== undefined) {
      before.partition.remove(before.entry);
      this.#shown.delete(key);
    }
    const hash = item?.[this.#hash];
    const range = item?.[this.#range];
    if (item === undefined || hash === undefined || range === undefined) return;
    const partition = this.#partitionOf(keyText(hash));
    const entry = { key, range, tie: tieOf(key), item };
    partition.add(entry);
    this.#shown.set(key, { partition, entry });
  }

  #partitionOf(hash: string): Partition {
    let partition = this.#partitions.get(hash);
    if (partition === undefined) {
      partition = new Partition();
      this.#partitions.set(hash, partition);
    }
    return partition;
  }
}
