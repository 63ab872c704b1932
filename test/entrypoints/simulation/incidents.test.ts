import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../../src/entrypoints/config/load-config.js';
import type { LabourerResult } from '../../../src/entrypoints/simulation/result.js';
import { readScenario } from '../../../src/entrypoints/simulation/scenario.js';
import { type SimulatedConfig, simulate } from '../../../src/entrypoints/simulation/simulate.js';

const FOLDER = fileURLToPath(new URL('../../../examples/incidents/', import.meta.url));
const CONFIG = loadConfig(`${FOLDER}sosw.yaml`);
/** The same cap, whatever the health. */
const UNTHROTTLED = { ...CONFIG, coefficients: { 0: 1, 1: 1, 2: 1, 3: 1, 4: 1 } } as const;

const SEED = 1;
const lives = new Map<string, Promise<LabourerResult>>();

/** How an incident goes with the configuration as it is, or with one that heeds no metric. */
function lived(name: string, config: SimulatedConfig): Promise<LabourerResult> {
  const key = `${name} ${config === CONFIG}`;
  const life = lives.get(key) ?? live(name, config);
  lives.set(key, life);
  return life;
}

async function live(name: string, config: SimulatedConfig): Promise<LabourerResult> {
  const scenario = readScenario(parse(readFileSync(`${FOLDER}${name}.yaml`, 'utf8')), config.labourers);
  const { labourers } = await simulate(config, scenario, { days: 2, seed: SEED });
  return labourers[0] as LabourerResult;
}

describe('reference incidents, against the same cap with the coefficient always 1', () => {
  it.each(['1-slows-under-load', '2-daily-wave', '3-outage', '5-own-load'])(
    '%s: the target is over its limit for a fifth of the time at most',
    async (name) => {
      const [healthy, heedless] = [await lived(name, CONFIG), await lived(name, UNTHROTTLED)];
      expect(heedless.timeOverLimit).toBeGreaterThanOrEqual(1800);
      expect(healthy.timeOverLimit).toBeLessThanOrEqual(0.2 * (heedless.timeOverLimit ?? 0));
    },
    120_000,
  );

  it.each(['1-slows-under-load', '2-daily-wave', '3-outage', '4-metric-missing', '5-own-load'])(
    '%s: all work is done, a tenth later at most',
    async (name) => {
      const [healthy, heedless] = [await lived(name, CONFIG), await lived(name, UNTHROTTLED)];
      expect(healthy).toMatchObject({ created: 20_000, done: 20_000, dead: 0, open: 0 });
      expect(healthy.makespan).toBeLessThanOrEqual(1.1 * (heedless.makespan ?? 0));
    },
    120_000,
  );

  it('3-outage: tasks die where the outage is not heeded', async () => {
    expect((await lived('3-outage', UNTHROTTLED)).dead).toBeGreaterThan(0);
  }, 120_000);

  it('4-metric-missing: without data half of the cap is used', async () => {
    expect((await lived('4-metric-missing', CONFIG)).timeIn[2]).toBeGreaterThan(0);
  }, 120_000);
});
