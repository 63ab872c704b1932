/** Counters of what a processor and its clients did, with what outlives a reset. */

/** Counts by name. */
export type StatValues = Readonly<Record<string, number>>;

/** What a processor asks of its clients: any object whose name ends in `Client` and that has these is counted in. */
export interface HasStats {
  /** Counts since the last reset, and totals. */
  getStats(): StatValues;
  /** Begins the counts anew, before a run. */
  resetStats?(): void;
}

const TOTAL = 'total_';

/** Counters by name: made by being added to, and told with a task's end. */
export class Stats {
  readonly #lifetime: ReadonlySet<string>;
  readonly #counts = new Map<string, number>();

  /** `lifetime` names the counters that a reset leaves as they are; names that begin with `total_` are always among them. */
  constructor(lifetime: readonly string[] = []) {
    this.#lifetime = new Set(lifetime);
  }

  /** Adds to a counter, which begins at 0. */
  add(name: string, by = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  /** A copy. */
  get values(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  /** Adds every counter that does not live on to its `total_<name>`, and begins it anew. */
  reset(): void {
    for (const [name, count] of [...this.#counts]) {
      if (name.startsWith(TOTAL) || this.#lifetime.has(name)) continue;
      this.#counts.delete(name);
      this.add(TOTAL + name, count);
    }
  }
}

export const hasStats = (client: unknown): client is HasStats =>
  typeof (client as Partial<HasStats> | null)?.getStats === 'function';

/** The counters of several, added by name; what has no counters is passed over. */
export function mergedStats(own: StatValues, clients: readonly unknown[]): Record<string, number> {
  const merged = new Stats();
  for (const values of [own, ...clients.filter(hasStats).map((client) => client.getStats())]) {
    for (const [name, count] of Object.entries(values)) merged.add(name, count);
  }
  return merged.values;
}
