/**
 * How fuzz tests are run: with fixed seeds, unless `SOSW_SEED` names another; `SOSW_FUZZ=20` tries twenty times as many inputs, and
 * tells how many of each target were answered and refused.
 */

import fc from 'fast-check';
import { afterAll, expect } from 'vitest';
import { RefusedError, SoswError } from '../../../src/domain/errors.js';

const SEED = Number(process.env.SOSW_SEED ?? 20_231_114);
const TIMES = Number(process.env.SOSW_FUZZ ?? 1);

/** Milliseconds for one input: no honest one takes a hundredth of it, so that only a hang exceeds it. */
const HANG_MS = 40_000;
/** Characters of one error's message: its path, what was expected and a hint are each cut, what was found as well. */
const MESSAGE_MAX = 2600;
const CODE = /^[a-z_]+(\.[a-z_]+)+$/;

/** What became of one input. */
export type Outcome<Value> =
  | { readonly kind: 'answered'; readonly value: Value }
  | { readonly kind: 'refused'; readonly error: SoswError };

const tallies = new Map<string, { answered: number; refused: number }>();

/** The outcome of some work on a foreign input. Throws what is no error of the product's: that is a crash. */
export async function outcomeOf<Value>(
  work: () => Value | Promise<Value>,
  longest = MESSAGE_MAX,
): Promise<Outcome<Value>> {
  try {
    return { kind: 'answered', value: await work() };
  } catch (error) {
    if (!(error instanceof SoswError)) throw error;
    expect(error.code).toMatch(CODE);
    expect(error.message.length).toBeLessThanOrEqual(longest);
    if (error instanceof RefusedError) expect(typeof error.path).toBe('string');
    return { kind: 'refused', error };
  }
}

/**
 * Tries many inputs. `attempt` gives the outcome after it has checked all that has to hold of it. Fails for an input that takes as long
 * as only a hang does, and for one after which an object of the language is not what it was.
 */
export async function fuzz<Input>(
  target: string,
  inputs: fc.Arbitrary<Input>,
  runs: number,
  attempt: (input: Input) => Promise<Outcome<unknown>>,
): Promise<void> {
  const tally = tallies.get(target) ?? { answered: 0, refused: 0 };
  tallies.set(target, tally);
  const before = sharedObjects();
  const property = fc.asyncProperty(inputs, async (input) => {
    const begun = performance.now();
    const { kind } = await attempt(input);
    tally[kind] += 1;
    expect(performance.now() - begun).toBeLessThan(HANG_MS);
    expect(sharedObjects()).toBe(before);
  });
  await fc.assert(property, { seed: SEED, numRuns: runs * TIMES, interruptAfterTimeLimit: 3_600_000 });
}

/** Every file of fuzz tests calls it once. */
export function tellFigures(): void {
  afterAll(() => {
    if (TIMES === 1) return;
    for (const [target, { answered, refused }] of tallies) {
      process.stdout.write(`${target}: ${answered + refused} inputs, ${answered} answered, ${refused} refused\n`);
    }
  });
}

/** Milliseconds that a fuzz test may take. */
export const fuzzTimeout = 300_000 * TIMES;

const SHARED = { Object, Array, Function, String, Number, Boolean, Map, Set, Promise, RegExp, Date, Error };

/** The names of everything that all objects of a kind inherit. */
const sharedObjects = (): string =>
  Object.values(SHARED)
    .map((kind) => Reflect.ownKeys(kind.prototype).map(String).join())
    .join(';');
