/** A simulated month: how much faster than real time it passes with 100,000 tasks, and how long a million tasks take. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measuredProcess, supportScript } from '../support/measured-process.js';
import { byTurns, expectEqual, type Scenario } from '../support/scenario.js';

const DAYS = 30;
const MS_A_DAY = 86_400_000;

/** A hundred slots: enough for a million tasks of a minute in a month, twice over. */
const CONFIG = {
  task_config: { labourers: { bench: { max_simultaneous_invocations: 100 } } },
  job_schema: { chunkable_attrs: [['section', {}]] },
};

/** What the measured process prints. */
interface Printed {
  readonly created: number;
  readonly ended: number;
  readonly open: number;
  readonly wallMs: number;
}

export const simulateMonth: Scenario = async ({ directory, rounds, size }) => {
  const config = join(directory, 'sosw.json');
  writeFileSync(config, JSON.stringify(CONFIG));
  const [some, many] = [size(102_000, 3000), size(1_002_000, 6000)];
  const peaks: number[] = [];
  const month = async (tasks: number): Promise<{ readonly wallMs: number; readonly peakMiB: number }> => {
    let printed = '';
    const output = (chunk: Buffer): void => {
      printed += chunk;
    };
    const args = [supportScript('simulated-month.mjs'), config, String(tasks / DAYS), String(DAYS)];
    const { peakMiB } = await measuredProcess({ args, directory, output });
    const { created, ended, open, wallMs } = JSON.parse(printed) as Printed;
    expectEqual([created, ended, open], [tasks, tasks, 0], 'tasks created, ended and open');
    return { wallMs, peakMiB };
  };
  const { ratios, seconds } = await byTurns(rounds, {
    ratios: async () => (DAYS * MS_A_DAY) / (await month(some)).wallMs,
    seconds: async () => {
      const { wallMs, peakMiB } = await month(many);
      peaks.push(peakMiB);
      return wallMs / 1000;
    },
  });
  const monthOf = (tasks: number): string => `a simulated month of ${tasks.toLocaleString('en')} tasks`;
  return [
    {
      what: `${monthOf(some)}: simulated seconds a real one`,
      unit: 's/s',
      samples: ratios,
      reach: { atLeast: 250_000 },
    },
    { what: monthOf(many), unit: 's', samples: seconds, reach: { atMost: 30 } },
    { what: `${monthOf(many)}: peak memory`, unit: 'MiB', samples: peaks, reach: { atMost: 1024 } },
  ];
};
