/** Items in groups by a key, and in batches that keep to a service's limits of count and size. */

export interface BatchLimits {
  readonly count: number;
  readonly bytes: number;
}

/** Consecutive batches in the order of the items. An item above the limit of bytes gets a batch of its own. */
export function inBatches<Item>(
  items: readonly Item[],
  { count, bytes }: BatchLimits,
  sizeOf: (item: Item) => number,
): readonly (readonly Item[])[] {
  const batches: Item[][] = [];
  let batch: Item[] = [];
  let filled = 0;
  for (const item of items) {
    const size = sizeOf(item);
    if (batch.length > 0 && (batch.length === count || filled + size > bytes)) {
      batches.push(batch);
      batch = [];
      filled = 0;
    }
    batch.push(item);
    filled += size;
  }
  return batch.length === 0 ? batches : [...batches, batch];
}

/** The items of each key, in their order. */
export function groupedBy<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
