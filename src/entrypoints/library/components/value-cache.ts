/** Values that were read lately: concurrent reads of one key are one, and what is young enough is not read again. */

import { SoswError } from '../../../domain/errors.js';

export interface ValueCacheParts {
  /** For how many milliseconds a value is taken as it is. */
  readonly maxAgeMs: number;
  /** For how many more it stands in while its source does not answer. */
  readonly maxStaleMs: number;
  readonly now: () => number;
  /** Called for each value that stood in. */
  readonly onStale: (key: string) => void;
}

/** Keys are a program's own, but may be made of what comes from outside. */
const KEYS_MAX = 1000;

interface Kept<Value> {
  readonly value: Value;
  readonly readAt: number;
  /** When its source was last asked, whether it answered or not: one that is down is not asked by every call. */
  readonly askedAt: number;
}

export class ValueCache<Value> {
  readonly #parts: ValueCacheParts;
  /** The oldest reading first. */
  #kept = new Map<string, Kept<Value>>();
  #reading = new Map<string, Promise<Value>>();

  constructor(parts: ValueCacheParts) {
    this.#parts = parts;
  }

  /** Rejects with the reading's error; one that is not `retryable` is never covered by an older value. */
  get(key: string, read: () => Promise<Value>): Promise<Value> {
    const kept = this.#kept.get(key);
    if (kept !== undefined && this.#isYounger(kept.askedAt, this.#parts.maxAgeMs)) return Promise.resolve(kept.value);
    const running = this.#reading;
    const reading = running.get(key) ?? this.#read(key, read).finally(() => running.delete(key));
    running.set(key, reading);
    return reading;
  }

  /** Those who wait get their answers, which nobody else will: whoever asks from now on gets a newer one. */
  clear(): void {
    this.#kept = new Map();
    this.#reading = new Map();
  }

  async #read(key: string, read: () => Promise<Value>): Promise<Value> {
    const { maxAgeMs, maxStaleMs, now, onStale } = this.#parts;
    const into = this.#kept;
    const askedAt = now();
    try {
      const value = await read();
      keep(into, key, { value, readAt: askedAt, askedAt });
      return value;
    } catch (error) {
      const kept = into.get(key);
      const mayPass = error instanceof SoswError && error.retryable;
      if (!mayPass || kept === undefined || !this.#isYounger(kept.readAt, maxAgeMs + maxStaleMs)) throw error;
      keep(into, key, { ...kept, askedAt });
      onStale(key);
      return kept.value;
    }
  }

  /** A clock that was set back must not keep a value for ever. */
  #isYounger(instant: number, ageMs: number): boolean {
    const age = this.#parts.now() - instant;
    return age >= 0 && age < ageMs;
  }
}

function keep<Value>(into: Map<string, Kept<Value>>, key: string, kept: Kept<Value>): void {
  into.delete(key);
  into.set(key, kept);
  if (into.size > KEYS_MAX) into.delete(into.keys().next().value ?? key);
}
