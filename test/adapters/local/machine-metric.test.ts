import { expect, it } from 'vitest';
import { type Machine, sampleMachine } from '../../../src/adapters/local/machine-metric.js';

const machine: Machine = {
  loadavg: () => [3, 2, 1],
  availableParallelism: () => 4,
  totalmem: () => 8 * 2 ** 30,
  freemem: () => 2 * 2 ** 30,
  platform: () => 'linux',
};

it.each([
  ['LoadAverage', 3],
  ['LoadPerCpu', 0.75],
  ['MemoryUsedPercent', 75],
  ['MemoryFreeMiB', 2048],
])('reads %s of the machine', async (name, value) => {
  expect(await sampleMachine({ MetricName: name }, machine)).toBe(value);
});

it('reads the machine it runs on', async () => {
  expect(await sampleMachine({ MetricName: 'MemoryUsedPercent' })).toBeGreaterThan(0);
  expect(await sampleMachine({ MetricName: 'MemoryUsedPercent' })).toBeLessThan(100);
});

it('fails where no load average is kept, instead of taking 0 for the best of health', async () => {
  const windows: Machine = { ...machine, loadavg: () => [0, 0, 0], platform: () => 'win32' };
  await expect(sampleMachine({ MetricName: 'LoadPerCpu' }, windows)).rejects.toThrow('no load average');
});

it('refuses a metric that it does not know', async () => {
  await expect(sampleMachine({ MetricName: 'Temperature' }, machine)).rejects.toThrow('details.MetricName:');
});
