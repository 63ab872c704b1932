/** What is due when: a binary heap, so that thousands of waiting timers cost little. */

export interface Due {
  readonly at: number;
}

interface Node<Entry> {
  readonly at: number;
  /** Of the adding. */
  readonly order: number;
  readonly entry: Entry;
}

export class DueQueue<Entry extends Due> {
  readonly #heap: Node<Entry>[] = [];
  #added = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** The earliest entry; of equal ones the one that was added first. */
  peek(): Entry | undefined {
    return this.#heap[0]?.entry;
  }

  add(entry: Entry): void {
    const heap = this.#heap;
    const node = { at: entry.at, order: this.#added++, entry };
    let index = heap.length;
    // Parents that are due later move down, until the place of the new one is found.
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above] as Node<Entry>;
      if (isBefore(parent, node)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = node;
  }

  take(): Entry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || first === last) return first?.entry;
    let index = 0;
    // The earlier child moves up, until the place of the last one is found.
    for (let below = 1; below < heap.length; below = 2 * index + 1) {
      const right = heap[below + 1];
      let child = heap[below] as Node<Entry>;
      if (right !== undefined && isBefore(right, child)) {
        child = right;
        below += 1;
      }
      if (isBefore(last, child)) break;
      heap[index] = child;
      index = below;
    }
    heap[index] = last;
    return first.entry;
  }
}

const isBefore = (one: Node<unknown>, other: Node<unknown>): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);
