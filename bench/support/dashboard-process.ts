/** `sosw dashboard` as a process of its own, and what it costs. */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { CLI } from './built.js';

export interface DashboardProcess {
  readonly url: string;
  /** Seconds of a processor that it has used so far. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** Clock ticks a second, as Linux counts them for everybody. */
const TICKS = 100;

export async function dashboardProcess(folder: string): Promise<DashboardProcess> {
  const child = spawn(process.execPath, [CLI, 'dashboard', '--port', '0', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [printed] = (await once(child.stdout, 'data')) as [Buffer];
  const { url } = JSON.parse(printed.toString()) as { url: string };
  return {
    url,
    cpuSeconds: () => {
      // The name of the program, in brackets, may hold spaces.
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) / TICKS;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'close');
    },
  };
}

/** An answer of the dashboard and how long it took, all of it read. */
export async function asked<Facts>(url: string, path: string): Promise<{ readonly ms: number; readonly facts: Facts }> {
  const startMs = performance.now();
  const answer = await fetch(new URL(path, url));
  const facts = (await answer.json()) as Facts;
  if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(facts)}`);
  return { ms: performance.now() - startMs, facts };
}

/** Watches the live view for so long, and gives the share of a processor that the server used for it. */
export async function liveShare({ url, cpuSeconds }: DashboardProcess, seconds: number): Promise<number> {
  const leaving = new AbortController();
  const stream = await fetch(new URL('/api/live', url), { signal: leaving.signal });
  const reader = stream.body?.getReader();
  await reader?.read();
  const [before, startMs] = [cpuSeconds(), performance.now()];
  const end = startMs + seconds * 1000;
  const timer = setTimeout(() => leaving.abort(), seconds * 1000);
  try {
    while (performance.now() < end) await reader?.read();
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
  }
  clearTimeout(timer);
  leaving.abort();
  return (cpuSeconds() - before) / ((performance.now() - startMs) / 1000);
}
