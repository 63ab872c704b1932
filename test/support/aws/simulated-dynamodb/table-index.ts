/** An index of a table: a local one shows every write at once, a global one after its lag. */

import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import type { IndexDefinition } from '../../../../src/adapters/dynamodb/table-definitions.js';
import { DueQueue } from '../../../../src/adapters/memory/due-queue.js';
import { type Key, SortedRows } from './sorted-rows.js';

interface Pending {
  readonly at: number;
  readonly key: string;
  readonly item: Item | undefined;
}

export class TableIndex {
  readonly definition: IndexDefinition;
  readonly rows: SortedRows;
  readonly #attributes: readonly string[] | undefined;
  readonly #pending = new DueQueue<Pending>();
  /** When the last of an item's pending writes is shown, and how many there are. */
  readonly #behind = new Map<string, { until: number; writes: number }>();

  /** `tableKeys`: attributes that every index holds. */
  constructor(definition: IndexDefinition, tableKeys: readonly Key[]) {
    const { hash, range, projects } = definition;
    this.definition = definition;
    this.rows = new SortedRows(hash, range);
    this.#attributes = projects && [...tableKeys.map(({ name }) => name), hash.name, range.name, ...projects];
  }

  /** Takes a write that was made at `now`, to be shown `lag` seconds later, but never before an earlier one of its item. */
  record(key: string, item: Item | undefined, now: number, lag: (() => number) | undefined): void {
    const behind = this.#behind.get(key);
    const image = item !== undefined && this.rows.takes(item) ? this.#projected(item) : undefined;
    if (image === undefined && behind === undefined && !this.rows.shows(key)) return;
    const seconds = this.definition.local || lag === undefined ? 0 : lag();
    if (seconds <= 0 && behind === undefined) {
      this.rows.show(key, image);
      return;
    }
    const at = Math.max(now + Math.max(seconds, 0), behind?.until ?? 0);
    this.#pending.add({ at, key, item: image });
    this.#behind.set(key, { until: at, writes: (behind?.writes ?? 0) + 1 });
  }

  /** Shows what is due. */
  catchUp(now: number): void {
    for (let next = this.#pending.peek(); next !== undefined && next.at <= now; next = this.#pending.peek()) {
      this.#pending.take();
      this.rows.show(next.key, next.item);
      const behind = this.#behind.get(next.key);
      if (behind === undefined || behind.writes === 1) this.#behind.delete(next.key);
      else behind.writes--;
    }
  }

  #projected(item: Item): Item {
    if (this.#attributes === undefined) return item;
    const projected: Item = {};
    for (const name of this.#attributes) {
      const value = item[name];
      if (value !== undefined) projected[name] = value;
    }
    return projected;
  }
}
