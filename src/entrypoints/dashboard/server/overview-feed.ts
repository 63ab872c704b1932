/** The live view: read once a refresh for everybody who watches, and not at all while nobody does. */

import type { Logger } from '../../../application/ports/logger.js';
import type { OperationRecord } from '../../../application/ports/operation-log.js';
import type { OverviewFacts } from '../../../application/views/facts.js';
import { operationFacts } from '../../../application/views/operations.js';
import { overview } from '../../../application/views/overview.js';
import type { EpochSeconds } from '../../../domain/time.js';
import type { World } from '../world.js';
import { maskedJson } from './masked-json.js';

export interface LiveEvent {
  readonly event: 'overview' | 'operation';
  /** What a later event of the same tells anew. */
  readonly about: string;
  /** JSON. */
  readonly text: string;
}

/** Takes an event of the stream, at once. */
export type Watcher = (event: LiveEvent) => void;

/** Who watches at once: each holds a connection open. */
const WATCHERS_MAX = 50;

export class OverviewFeed {
  readonly #world: World;
  readonly #logger: Logger;
  readonly #watchers = new Set<Watcher>();
  #newest: { readonly readAtMs: number; readonly facts: Promise<OverviewFacts> } | undefined;
  /** One reading at a time: where it takes longer than a refresh, the next one waits. */
  #reading: Promise<OverviewFacts> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(world: World, logger: Logger) {
    this.#world = world;
    this.#logger = logger;
  }

  /** Not older than a refresh: whoever asks in between is given the same. */
  newest(): Promise<OverviewFacts> {
    const newest = this.#newest;
    const isFresh = newest !== undefined && performance.now() - newest.readAtMs < this.#world.refresh * 1000;
    return isFresh ? newest.facts : (this.#reading ?? this.#read());
  }

  #read(): Promise<OverviewFacts> {
    const facts = this.at(this.#world.now());
    this.#newest = { readAtMs: performance.now(), facts };
    this.#reading = facts;
    const ended = () => {
      this.#reading = undefined;
    };
    // A failure is told to those who wait for it, and tried again by the next.
    facts.then(ended, () => {
      ended();
      this.#newest = undefined;
    });
    return facts;
  }

  /** Told from the data itself at the world's present, which of a simulation is its end, and from what was recorded before. */
  at(instant: EpochSeconds): Promise<OverviewFacts> {
    return overview(this.#world.reads, { now: instant, live: instant >= this.#world.now() - 1 });
  }

  /** Whether so many watch that nobody else may. */
  get isFull(): boolean {
    return this.#watchers.size >= WATCHERS_MAX;
  }

  /** The newest at once, then each refresh, until the function that it gives is called. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    void this.#tell(this.newest(), [watcher]);
    this.#timer ??= setInterval(() => this.#refresh(), this.#world.refresh * 1000);
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.close();
    };
  }

  #refresh(): void {
    if (this.#reading === undefined) void this.#tell(this.#read(), [...this.#watchers]);
  }

  /** Tells everybody how an operation stands. */
  operation(record: OperationRecord): void {
    const text = maskedJson(operationFacts(record), this.#world.maskedKeys);
    const event = { event: 'operation', about: record.operationId, text } as const;
    for (const watcher of this.#watchers) watcher(event);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #tell(facts: Promise<OverviewFacts>, watchers: readonly Watcher[]): Promise<void> {
    try {
      const text = maskedJson(await facts, this.#world.maskedKeys);
      const event = { event: 'overview', about: 'overview', text } as const;
      for (const watcher of watchers) watcher(event);
    } catch (error) {
      this.#logger.warn('the overview could not be read; the next refresh tries again', { error });
    }
  }
}
