/** What every scenario is. */

import type { Figure } from './figure.js';

interface Bench {
  /** For the scenario's files; deleted after it. */
  readonly directory: string;
  /** How often each figure is measured; peers and ours take turns. */
  readonly rounds: number;
  /** Chooses between the full size and one that only shows that everything runs. */
  size(full: number, quick: number): number;
}

/** Rejects where what was measured did not do its work: a wrong result has no speed. */
export type Scenario = (bench: Bench) => Promise<readonly Figure[]>;

/**
 * Runs the measures by turns, so that a slow minute of the machine is everybody's; each goes first every other round. The samples
 * of each, by round.
 */
export async function byTurns<Name extends string>(
  rounds: number,
  measures: Readonly<Record<Name, (round: number) => Promise<number> | number>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(measures) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? names : names.toReversed();
    for (const name of order) samples[name].push(await measures[name](round));
  }
  return samples;
}

/** Turns that make up one sample where a turn is short: disturbances that last for some tenths of a second even out. */
const TURNS_A_ROUND = 10;

/** As `byTurns`, for rates of equal amounts: the sample of a round is the rate over all its turns. */
export async function ratesByTurns<Name extends string>(
  rounds: number,
  measures: Readonly<Record<Name, (turn: number) => Promise<number> | number>>,
): Promise<Record<Name, number[]>> {
  const turns = await byTurns(rounds * TURNS_A_ROUND, measures);
  const names = Object.keys(turns) as Name[];
  const rounded = names.map((name) => [name, Array.from({ length: rounds }, (_, round) => rateOf(turns[name], round))]);
  return Object.fromEntries(rounded) as Record<Name, number[]>;
}

function rateOf(turns: readonly number[], round: number): number {
  const mine = turns.slice(round * TURNS_A_ROUND, (round + 1) * TURNS_A_ROUND);
  return mine.length / mine.reduce((time, rate) => time + 1 / rate, 0);
}

/** Things a second, for so many that took since `startMs` on `performance`'s clock. */
export const ratePerSecond = (count: number, startMs: number): number => (count / (performance.now() - startMs)) * 1000;

/** Throws when what was measured is not what should have happened. */
export function expectEqual(found: unknown, expected: unknown, what: string): void {
  const [foundText, expectedText] = [JSON.stringify(found), JSON.stringify(expected)];
  if (foundText !== expectedText) throw new Error(`${what}: expected ${expectedText}, found ${foundText}`);
}
