/** The campaign itself: the promise holds under every fault, one seed plays the same each time, and every old defect is found. */

import { describe, expect, it } from 'vitest';
import { INVARIANT_NAMES } from './checker/checks.js';
import { runSeed } from './campaign/run-seed.js';
import { failureText, shrunkText } from './campaign/report.js';
import { shrunk } from './campaign/shrink.js';
import { count, crashPoints, emptyTally, uncovered } from './campaign/tally.js';
import { MUTANTS, mutationOf } from './mutants.js';
import { FAULT_NAMES } from './world/faults.js';
import { runWorld } from './world/run-world.js';

/** `npm run campaign` plays thousands; `SOSW_SEED` moves these elsewhere. */
const FROM = Number(process.env.SOSW_SEED ?? 1);
const SEEDS = 50;
/** Seeds that a defect is looked for in at most: the campaign's bound is a thousand. */
const SEEDS_OF_MUTANT = 100;

describe('under every fault', () => {
  it('the promise holds, every fault hits, every invariant is looked at', { timeout: 600_000 }, async () => {
    const tally = emptyTally();
    for (let seed = FROM; seed < FROM + SEEDS; seed++) count(tally, await runSeed({ seed }));
    expect(tally.failures.map(failureText)).toEqual([]);
    expect(INVARIANT_NAMES.filter((name) => tally.checks[name] === 0)).toEqual([]);
    expect(FAULT_NAMES.filter((name) => tally.faults[name] === 0)).toEqual([]);
    expect(tally.tasks / tally.seeds).toBeGreaterThanOrEqual(200);
    expect(tally.simulatedSeconds / tally.seeds).toBeGreaterThanOrEqual(6 * 3600);
    expect(uncovered(tally).length).toBeLessThan(crashPoints(tally).length);
  });

  it('one seed plays the same each time, and another seed otherwise', async () => {
    const [one, again, other] = [await runWorld({ seed: 3 }), await runWorld({ seed: 3 }), await runWorld({ seed: 4 })];
    expect(again.hash).toBe(one.hash);
    expect(again.hits).toEqual(one.hits);
    expect(other.hash).not.toBe(one.hash);
  });

  it('the same on the simulated DynamoDB', async () => {
    const [one, again] = [await runWorld({ seed: 20 }), await runWorld({ seed: 20 })];
    expect(one.calls).toContain('orchestrator DynamoDB UpdateItem');
    expect(again.hash).toBe(one.hash);
  });

  it('a process dies where it is told to', async () => {
    const point = 'orchestrator store.apply after';
    const [told, untold] = [
      await runWorld({ seed: 3, only: new Set(), dieAt: point }),
      await runWorld({ seed: 3, only: new Set() }),
    ];
    expect([...told.crashes]).toEqual([point]);
    expect([...untold.crashes]).toEqual([]);
    expect(told.violations).toEqual([]);
  });

  it('without faults nothing hits, and all is done', async () => {
    const { hits, violations } = await runWorld({ seed: 2, only: new Set() });
    expect(hits).toEqual([]);
    expect(violations).toEqual([]);
  });
});

describe('each defect of the system before this one is found', () => {
  it.each(MUTANTS)('$number: $defect', { timeout: 300_000 }, async ({ mutation }) => {
    for (let seed = 1; seed <= SEEDS_OF_MUTANT; seed++) {
      const { violations } = await runWorld({ seed, mutation });
      if (violations.length > 0) return;
    }
    expect.fail(`not found with ${SEEDS_OF_MUTANT} seeds`);
  });

  it('and shrunk to a world that can be read and played again', { timeout: 300_000 }, async () => {
    const options = { seed: 1, mutation: mutationOf(5) };
    const failed = await runWorld(options);
    const small = await shrunk(options, failed);
    expect(small.report.violations[0]?.invariant).toBe(failed.violations[0]?.invariant);
    expect(small.report.hits.length).toBeLessThan(failed.hits.length / 10);
    const again = await runWorld({ ...options, only: small.only, without: small.without });
    expect(again.hash).toBe(small.report.hash);
    expect(shrunkText(options, small, 5)).toContain('npm run campaign -- --seed 1 --trace');
  });
});
