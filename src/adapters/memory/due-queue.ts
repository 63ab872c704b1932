/** What is due when: a binary heap, so that thousands of waiting timers cost little. */

export interface Due {
  readonly at: number;
}

export class DueQueue<Entry extends Due> {
  readonly #heap: { readonly entry: Entry; readonly order: number }[] = [];
  #added = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** The earliest entry; of equal ones the one that was added first. */
  peek(): Entry | undefined {
    return this.#heap[0]?.entry;
  }

  add(entry: Entry): void {
    this.#heap.push({ entry, order: this.#added++ });
    let index = this.#heap.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  take(): Entry | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || first === last) return first?.entry;
    this.#heap[0] = last;
    for (let index = 0, child = this.#earlierChild(0); child !== undefined && this.#isBefore(child, index); ) {
      this.#swap(index, child);
      index = child;
      child = this.#earlierChild(index);
    }
    return first.entry;
  }

  #earlierChild(index: number): number | undefined {
    const left = 2 * index + 1;
    if (left >= this.#heap.length) return undefined;
    return left + 1 < this.#heap.length && this.#isBefore(left + 1, left) ? left + 1 : left;
  }

  #isBefore(first: number, second: number): boolean {
    const one = this.#at(first);
    const other = this.#at(second);
    return one.entry.at < other.entry.at || (one.entry.at === other.entry.at && one.order < other.order);
  }

  #swap(first: number, second: number): void {
    const one = this.#at(first);
    this.#heap[first] = this.#at(second);
    this.#heap[second] = one;
  }

  #at(index: number): { readonly entry: Entry; readonly order: number } {
    const node = this.#heap[index];
    if (node === undefined) throw new RangeError(`beyond the heap: ${index}`);
    return node;
  }
}
