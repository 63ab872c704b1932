/** `sosw plan --ndjson` of days × values, far more tasks than would be scheduled: memory must not grow with them. */

import { LineCounter } from '../support/line-counter.js';
import { measuredProcess } from '../support/measured-process.js';
import { writeFlatJob } from '../support/plan-job.js';
import { CLI } from '../support/built.js';
import { byTurns, expectEqual, type Scenario } from '../support/scenario.js';

export const planFlat: Scenario = async ({ directory, rounds, size }) => {
  const [days, values] = [size(1000, 20), 10_000];
  const tasks = days * values;
  const { job, config } = writeFlatJob(directory, days, values);
  const args = [CLI, 'plan', job, '--config', config, '--ndjson'];
  const peaks: number[] = [];
  const { rates } = await byTurns(rounds, {
    rates: async () => {
      const counter = new LineCounter();
      const run = await measuredProcess({ args, directory, output: counter.read });
      expectEqual(counter.lines, tasks, 'lines of the plan');
      peaks.push(run.peakMiB);
      return (tasks / run.ms) * 1000;
    },
  });
  const name = `sosw plan --ndjson, ${tasks.toLocaleString('en')} tasks of days × values`;
  return [
    { what: `${name}: peak memory`, unit: 'MiB', samples: peaks, reach: { atMost: 120 } },
    { what: `${name}, into a pipe`, unit: 'tasks/s', samples: rates },
  ];
};
