/** The machine that a run's figures are of, and what state it is in. */

import { cpus, loadavg, totalmem } from 'node:os';
import { benchPayloads } from './payload.js';
import { ratePerSecond } from './scenario.js';

export interface Machine {
  /** `2 × AMD EPYC, 24 GiB, Node v20.20.2`. */
  readonly name: string;
  /** Of the last minute, at the start of the run. */
  readonly load: number;
  /** Payloads that one thread stringifies a second, at the start of the run: the control by which runs can be told apart. */
  readonly stringified: number;
}

export function machine(): Machine {
  const all = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return {
    name: `${all.length} × ${all[0]?.model.trim() ?? '?'}, ${memory} GiB, Node ${process.version}`,
    load: loadavg()[0] ?? 0,
    stringified: stringified(),
  };
}

const CONTROL_MS = 500;

function stringified(): number {
  const payloads = benchPayloads(1000);
  const startMs = performance.now();
  let texts = 0;
  while (performance.now() - startMs < CONTROL_MS) texts += payloads.map((payload) => JSON.stringify(payload)).length;
  return ratePerSecond(texts, startMs);
}

/** For people, with a warning where others are at work. Half the cores' load is what the bench's own start may leave. */
export function describe({ name, load, stringified }: Machine): string {
  const control = `${Math.round(stringified / 1000)}k payloads stringified a second`;
  const facts = `${name}; load ${load.toFixed(1)}, ${control}`;
  if (load < Math.max(cpus().length / 2, 1)) return facts;
  return `${facts}\nothers use this machine: ratios hold, absolute figures come out too low`;
}
