/** Metrics of the machine that this runs on: `{source: 'machine', MetricName: 'LoadAverage'}`. */

import os from 'node:os';
import { z } from 'zod';
import type { SettingsMap } from '../../domain/ecology/settings-map.js';
import { metricSettings } from './metric-settings.js';

/** What is read of the operating system. */
export type Machine = Pick<typeof os, 'loadavg' | 'availableParallelism' | 'totalmem' | 'freemem' | 'platform'>;

const Settings = z.looseObject({
  MetricName: z.enum(['LoadAverage', 'LoadPerCpu', 'MemoryUsedPercent', 'MemoryFreeMiB']),
});

const READINGS: Readonly<Record<z.infer<typeof Settings>['MetricName'], (machine: Machine) => number>> = {
  /** Mean number of runnable threads over the last minute. */
  LoadAverage: loadAverage,
  /** The same for each processor: above 1 threads wait. */
  LoadPerCpu: (machine) => loadAverage(machine) / machine.availableParallelism(),
  /** Caches count as free memory. */
  MemoryUsedPercent: (machine) => 100 * (1 - machine.freemem() / machine.totalmem()),
  MemoryFreeMiB: (machine) => machine.freemem() / 2 ** 20,
};

/** The metric's present value. */
export async function sampleMachine(fields: SettingsMap, machine: Machine = os): Promise<number> {
  const { MetricName } = metricSettings(Settings, fields);
  return READINGS[MetricName](machine);
}

/** Windows keeps no load average and Node gives 0 for it, which would read as the best of health. */
function loadAverage(machine: Machine): number {
  const [lastMinute] = machine.loadavg();
  if (lastMinute === undefined || machine.platform() === 'win32') throw new Error('this machine keeps no load average');
  return lastMinute;
}
