/** The twenty faults that a world can throw, each with its rate, its switch and its counter. */

import { Dice } from './dice.js';

/** What each fault is, in words; the numbers are those of docs/reliability.md. */
export const FAULTS = {
  F1: 'a process dies before or after a call of a port',
  F2: "a Lambda's time runs out in the middle of its work",
  F3: 'two to five Orchestrators, Scavengers or Schedulers overlap',
  F4: 'an invocation is delivered twice',
  F5: 'an invocation is lost',
  F6: 'an invocation is delayed, by up to six hours',
  F7: 'a worker throws, hangs, reports late, twice, not at all, or a failure and then a success',
  F8: 'reads by index lag by up to a minute',
  F9: 'a write is throttled, or a batch is written in part',
  F10: 'a write is made and its answer is lost',
  F11: 'a storm of failed conditions',
  F12: 'clocks differ by up to five seconds, or are set',
  F13: 'a metric has no data, is late, is no number, is throttled, or flaps',
  F14: 'a queue file: an unlock is lost, a lock is stale, an upload breaks off or is raced',
  F15: 'a notification fails, or its answer does',
  F16: 'the configuration changes in the middle of a pass',
  F17: 'poison: no JSON, too large, odd characters, foreign names',
  F18: 'rows and messages of the older system stand beside the new ones',
  F19: 'time to live deletes early or late',
  F20: "a schedule meets a change to or from summer time, a leap day, or the year's end",
} as const;

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];

/** How often each fault hits where it can: a share of the calls, deliveries, attempts or passes that it is asked for. */
const RATES: Readonly<Record<FaultName, number>> = {
  F1: 0.0015,
  F2: 0.01,
  F3: 0.06,
  F4: 0.04,
  F5: 0.03,
  F6: 0.04,
  F7: 0.35,
  F8: 1,
  F9: 0.01,
  F10: 0.006,
  F11: 0.02,
  F12: 0.25,
  F13: 0.1,
  F14: 0.08,
  F15: 0.2,
  F16: 1,
  F17: 1,
  F18: 1,
  F19: 0.3,
  F20: 1,
};

export interface FaultSwitches {
  /** Only these can hit; all where it is absent. */
  readonly only?: ReadonlySet<FaultName>;
  /** Hits that are left out, as `F5#3`: the third of its kind. A shrunk trace is made of what is left. */
  readonly without?: ReadonlySet<string>;
  /** A crash point, as `orchestrator store.apply before`: the first process that comes to it dies there. */
  readonly dieAt?: string;
}

export class Faults {
  /** Hits so far. */
  readonly counts: Record<FaultName, number>;
  /** Every hit, as `F5#3`, in the order in which they came. */
  readonly hits: string[] = [];
  /** False once the world has come to rest: nothing hits any more. */
  active = true;
  readonly #streams: Record<FaultName, Dice>;
  readonly #drawn: Record<FaultName, number>;
  readonly #switches: FaultSwitches;

  constructor(seed: number, switches: FaultSwitches = {}) {
    this.#switches = switches;
    this.counts = zeros();
    this.#drawn = zeros();
    this.#streams = Object.fromEntries(FAULT_NAMES.map((name) => [name, new Dice(seed, `fault ${name}`)])) as Record<
      FaultName,
      Dice
    >;
  }

  /** Whether the fault hits here. `share` makes it rarer or more frequent than its rate. */
  meets(fault: FaultName, share = 1): boolean {
    if (!this.active) return false;
    if (this.#streams[fault].next() >= RATES[fault] * share) return false;
    const name = `${fault}#${++this.#drawn[fault]}`;
    const { only, without } = this.#switches;
    if ((only !== undefined && !only.has(fault)) || without?.has(name)) return false;
    this.counts[fault] += 1;
    this.hits.push(name);
    return true;
  }

  /** Whether processes that come to this call have to die there, whatever the dice say. */
  isToDieAt(call: string, when: 'before' | 'after'): boolean {
    const { dieAt } = this.#switches;
    return dieAt !== undefined && this.active && dieAt === `${call} ${when}`;
  }

  /** Whether the fault can hit at all. */
  isOn(fault: FaultName): boolean {
    const { only } = this.#switches;
    return this.active && (only === undefined || only.has(fault));
  }

  /** A hit of a fault that is a state of the world, and not a single event. */
  count(fault: FaultName): void {
    this.counts[fault] += 1;
  }

  /** For how much, how long, which kind: drawn from the fault's own stream. */
  dice(fault: FaultName): Dice {
    return this.#streams[fault];
  }
}

const zeros = (): Record<FaultName, number> =>
  Object.fromEntries(FAULT_NAMES.map((name) => [name, 0])) as Record<FaultName, number>;
