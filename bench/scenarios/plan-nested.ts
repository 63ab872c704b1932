/** `sosw plan --ndjson` of sections × stores × products, the whole process, beside bare loops in a process of their own. */

import { createReadStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter } from '../support/line-counter.js';
import { type MeasuredRun, measuredProcess, supportScript } from '../support/measured-process.js';
import { writeNestedJob } from '../support/plan-job.js';
import { CLI } from '../support/built.js';
import { byTurns, expectEqual, type Scenario } from '../support/scenario.js';

export const planNested: Scenario = async ({ directory, rounds, size }) => {
  const [sections, stores, products] = [size(100, 20), 100, 100];
  const tasks = sections * stores * products;
  const { job, config } = writeNestedJob(directory, sections, stores, products);
  const loops = [sections, stores, products].map(String);
  const peaks = { plan: [] as number[], loops: [] as number[] };

  const measure = async (name: keyof typeof peaks, args: readonly string[]): Promise<number> => {
    const output = join(directory, `${name}.ndjson`);
    const run: MeasuredRun = await measuredProcess({ args, directory, output });
    peaks[name].push(run.peakMiB);
    return (tasks / run.ms) * 1000;
  };
  const rates = await byTurns(rounds, {
    loops: () => measure('loops', [supportScript('bare-loops.mjs'), ...loops]),
    plan: () => measure('plan', [CLI, 'plan', job, '--config', config, '--ndjson']),
  });
  expectEqual(
    await counted(join(directory, 'plan.ndjson')),
    await counted(join(directory, 'loops.ndjson')),
    'the plan',
  );

  const name = `sosw plan --ndjson, ${tasks.toLocaleString('en')} nested tasks`;
  return [
    {
      what: name,
      unit: 'tasks/s',
      samples: rates.plan,
      peer: { what: 'bare loops', samples: rates.loops },
      reach: { atLeast: 400_000 },
    },
    {
      what: `${name}: peak memory`,
      unit: 'MiB',
      samples: peaks.plan,
      peer: { what: 'bare loops', samples: peaks.loops },
      reach: { atMost: 200 },
    },
  ];
};

/** Both have to write the same payloads: as many lines, and as many bytes, whatever the order of keys. */
async function counted(file: string): Promise<{ lines: number; bytes: number }> {
  const counter = new LineCounter();
  for await (const chunk of createReadStream(file)) counter.read(chunk as Buffer);
  rmSync(file);
  return { lines: counter.lines, bytes: counter.bytes };
}
