import { describe, expect, it } from 'vitest';
import { RefusedError } from '../../../src/domain/errors.js';
import { DEFAULT_SCENARIO, readScenario } from '../../../src/entrypoints/simulation/scenario.js';
import { aConfig } from './a-config.js';

const { labourers } = aConfig({
  task_config: {
    labourers: {
      crunch: {
        health_metrics: {
          load: { details: { Namespace: 'n', MetricName: 'm' }, feelings: { 4: 1 }, feeling_comparison_operator: '<' },
        },
      },
    },
  },
});

const refusal = (value: unknown, path?: string): RefusedError => {
  try {
    readScenario(value, labourers, path);
  } catch (error) {
    if (error instanceof RefusedError) return error;
    throw error;
  }
  throw new Error('was not refused');
};

describe('a scenario', () => {
  it.each([undefined, null, {}, { workers: null }])('of nothing is the usual one (%j)', (value) => {
    expect(readScenario(value, labourers)).toEqual(DEFAULT_SCENARIO);
  });

  it('is read whole', () => {
    const scenario = readScenario(
      {
        workers: { crunch: { duration: { normal: { mean: 3, deviation: 1 } }, failures: 0.1, crashes: 0.01 } },
        targets: { db: { capacity: { level: 10, steps: [{ at: '1d', to: 5 }] }, load_per_task: { crunch: 2 } } },
        metrics: { load: { target: { name: 'db' }, noise: 1, no_data: [{ from: '1h', lasts: '30m' }] } },
      },
      labourers,
    );
    expect(scenario.workers.get('crunch')).toEqual({
      duration: { normal: { mean: 3, deviation: 1 } },
      failures: 0.1,
      crashes: 0.01,
      pricePerSecond: 0,
    });
    expect(scenario.targets.get('db')).toMatchObject({ limit: 1, slowdown: 1, failuresOverLimit: 0 });
    expect(scenario.metrics.get('load')).toMatchObject({
      target: { name: 'db', shows: 'utilisation', times: 1 },
      noData: [{ from: 3600, lasts: 1800 }],
    });
  });

  it.each<[unknown, string, string]>([
    [[], '', 'scenario.value'],
    [{ worker: {} }, 'worker', 'scenario.unknown_key'],
    [{ workers: { crunsh: {} } }, 'workers.crunsh', 'scenario.unknown_name'],
    [{ workers: { crunch: { failures: 2 } } }, 'workers.crunch.failures', 'scenario.value'],
    [{ workers: { crunch: { failure: 0 } } }, 'workers.crunch.failure', 'scenario.unknown_key'],
    [{ workers: { crunch: { failures: 0.6, crashes: 0.5 } } }, 'workers.crunch', 'scenario.value'],
    [{ metrics: { load: { delay: '8d' } } }, 'metrics.load.delay', 'scenario.value'],
    [
      { workers: { crunch: { duration: { lognormal: { median: 0, sigma: 1 } } } } },
      'workers.crunch.duration.lognormal.median',
      'scenario.value',
    ],
    [{ workers: { crunch: { duration: { gauss: 1 } } } }, 'workers.crunch.duration', 'scenario.value'],
    [{ workers: { crunch: { duration: { recorded: [] } } } }, 'workers.crunch.duration.recorded', 'scenario.value'],
    [{ targets: { db: {} } }, 'targets.db.capacity', 'scenario.value'],
    [{ targets: { db: { capacity: { levels: 1 } } } }, 'targets.db.capacity.levels', 'scenario.unknown_key'],
    [
      { targets: { db: { capacity: 1, load_per_task: { nobody: 1 } } } },
      'targets.db.load_per_task.nobody',
      'scenario.unknown_name',
    ],
    [{ metrics: { cpu: {} } }, 'metrics.cpu', 'scenario.unknown_name'],
    [{ metrics: { load: { target: { name: 'db' } } } }, 'metrics.load.target.name', 'scenario.unknown_name'],
    [{ metrics: { load: { per_running: { nobody: 1 } } } }, 'metrics.load.per_running.nobody', 'scenario.unknown_name'],
    [{ metrics: { load: { no_data: [{ from: 'soon', lasts: 1 }] } } }, 'metrics.load.no_data.0.from', 'scenario.value'],
    [{ metrics: { load: { incidents: [{ from: 0, lasts: 1 }] } } }, 'metrics.load.incidents.0', 'scenario.value'],
    [
      { metrics: { load: { incidents: [{ from: 0, lasts: 1, value: 1, factor: 2 }] } } },
      'metrics.load.incidents.0',
      'scenario.value',
    ],
    [{ metrics: { load: { wave: { low: 1, high: 2, peak: '25:00' } } } }, 'metrics.load.wave.peak', 'scenario.value'],
    [
      { metrics: { load: { wave: { low: 1, high: 2, peak: '12:00', zone: 'Mars' } } } },
      'metrics.load.wave.zone',
      'job.time_zone',
    ],
  ])('%j is refused at %s', (value, path, code) => {
    expect(refusal(value)).toMatchObject({ path, code });
  });

  it('tells what was meant, under the path that it was given', () => {
    const { message, path } = refusal({ workers: { crunsh: {} } }, 'scenario');
    expect(path).toBe('scenario.workers.crunsh');
    expect(message).toContain('Is crunch meant?');
    const twice = { ...labourers, all: () => [...labourers.all(), ...labourers.all()] };
    expect(() => readScenario({ workers: { x: {} } }, twice)).toThrow(/Known: crunch$/);
    expect(refusal({ workrs: {} }).message).toContain('Is workers meant?');
  });
});
