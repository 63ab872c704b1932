/** What a world is checked against: the seventeen invariants, how often each was looked at, and what was found to break one. */

/** The invariants in words; the numbers are those of docs/reliability.md. */
export const INVARIANTS = {
  I1: 'no task is lost: planned = open + terminal, at every moment',
  I2: 'one terminal state, final until an operator redrives it',
  I3: 'a claim holds a token, tokens never exceed the allowance, live attempts never the cap in force',
  I4: 'attempts ≤ max_attempts in one life, and none counts that cannot have run',
  I5: 'a stale attempt never fails, ends or frees a newer one, and nothing is claimed after it was completed',
  I6: 'the same job again adds nothing',
  I7: "no ghost rows, no row without its fields, no object outside the product's own names",
  I8: 'no ready task starves',
  I9: 'health that allows nothing, or a pause, stops new claims',
  I10: 'a broken metric, labourer or task never stops the others',
  I11: "a job's counters equal a recount",
  I12: 'each dead task is reported with what an operator needs',
  I13: 'after the last fault every task ends; a failure is due again within its delay, and waves are spread',
  I14: "a job's tasks partition its input, for the dates of the job's zone",
  I15: 'memory, SQLite and DynamoDB give the same answers on the same trace',
  I16: 'one seed, one trace',
  I17: 'requests, writes and bytes a task stay within their budget',
} as const;

export type InvariantName = keyof typeof INVARIANTS;
export const INVARIANT_NAMES = Object.keys(INVARIANTS) as readonly InvariantName[];

export interface Violation {
  readonly invariant: InvariantName;
  /** What ought to hold. */
  readonly rule: string;
  /** JSON of what was found instead. */
  readonly found: string;
  /** Epoch seconds. */
  readonly at: number;
  /** Events of the trace before it. */
  readonly event: number;
}

/** A world that is broken breaks many times a second; the first ones tell why. */
const VIOLATIONS_MAX = 20;

export class Checks {
  readonly violations: Violation[] = [];
  /** How often each invariant was looked at. */
  readonly counts: Record<InvariantName, number>;
  readonly #moment: () => { readonly at: number; readonly event: number };

  constructor(moment: () => { readonly at: number; readonly event: number }) {
    this.#moment = moment;
    this.counts = Object.fromEntries(INVARIANT_NAMES.map((name) => [name, 0])) as Record<InvariantName, number>;
  }

  /** `found` is asked for only where the rule does not hold. */
  that(invariant: InvariantName, holds: boolean, rule: string, found: () => unknown): void {
    this.counts[invariant] += 1;
    if (holds || this.violations.length >= VIOLATIONS_MAX) return;
    this.violations.push({ invariant, rule, found: JSON.stringify(found()) ?? '', ...this.#moment() });
  }
}
