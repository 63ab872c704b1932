/** The live view: read once a refresh for everybody who watches, and not at all while nobody does. */

import type { Logger } from '../../../application/ports/logger.js';
import type { OperationRecord } from '../../../application/ports/operation-log.js';
import type { OverviewFacts } from '../../../application/views/facts.js';
import { operationFacts } from '../../../application/views/operations.js';
import { overview } from '../../../application/views/overview.js';
import type { EpochSeconds } from '../../../domain/time.js';
import type { World } from '../world.js';
import { maskedJson } from './masked-json.js';

/** Takes an event of the stream; its text is JSON. */
export type Watcher = (event: 'overview' | 'operation', text: string) => void;

/** Who watches at once: each holds a connection open. */
const WATCHERS_MAX = 50;

export class OverviewFeed {
  readonly #world: World;
  readonly #logger: Logger;
  readonly #watchers = new Set<Watcher>();
  #newest: { readonly readAtMs: number; readonly facts: Promise<OverviewFacts> } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(world: World, logger: Logger) {
    this.#world = world;
    this.#logger = logger;
  }

  /** Not older than a refresh: whoever asks in between is given the same. */
  newest(): Promise<OverviewFacts> {
    const newest = this.#newest;
    const isFresh = newest !== undefined && performance.now() - newest.readAtMs < this.#world.refresh * 1000;
    return isFresh ? newest.facts : this.#read();
  }

  #read(): Promise<OverviewFacts> {
    const facts = this.at(this.#world.now());
    this.#newest = { readAtMs: performance.now(), facts };
    // A failure is told to those who wait for it, and tried again by the next.
    facts.catch(() => {
      if (this.#newest?.facts === facts) this.#newest = undefined;
    });
    return facts;
  }

  /** Told from the data itself at the world's present, which of a simulation is its end, and from what was recorded before. */
  at(instant: EpochSeconds): Promise<OverviewFacts> {
    return overview(this.#world.reads, { now: instant, live: instant >= this.#world.now() - 1 });
  }

  /** The newest at once, then each refresh, until the function that it gives is called. Undefined where too many watch already. */
  watch(watcher: Watcher): (() => void) | undefined {
    if (this.#watchers.size >= WATCHERS_MAX) return undefined;
    this.#watchers.add(watcher);
    void this.#tell(this.newest(), [watcher]);
    this.#timer ??= setInterval(() => void this.#tell(this.#read(), [...this.#watchers]), this.#world.refresh * 1000);
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.close();
    };
  }

  /** Tells everybody how an operation stands. */
  operation(record: OperationRecord): void {
    const text = maskedJson(operationFacts(record), this.#world.maskedKeys);
    for (const watcher of this.#watchers) watcher('operation', text);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #tell(facts: Promise<OverviewFacts>, watchers: readonly Watcher[]): Promise<void> {
    try {
      const text = maskedJson(await facts, this.#world.maskedKeys);
      for (const watcher of watchers) watcher('overview', text);
    } catch (error) {
      this.#logger.warn('the overview could not be read; the next refresh tries again', { error });
    }
  }
}
