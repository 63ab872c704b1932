/** Runs a Node script in a process of its own and measures it whole: from its start to its end, with its memory's peak. */

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PEAK_REPORTER = new URL('report-peak-memory.mjs', import.meta.url);

export interface MeasuredRun {
  readonly ms: number;
  readonly peakMiB: number;
}

export interface ProcessRun {
  /** Node's arguments: the script and its own. */
  readonly args: readonly string[];
  /** For the file in which the peak is reported. */
  readonly directory: string;
  /** A file for the output, or a reader of it; both count as the process's time. */
  readonly output: string | ((chunk: Buffer) => void);
}

/** Rejects when the process fails, with what it said on standard error. */
export async function measuredProcess({ args, directory, output }: ProcessRun): Promise<MeasuredRun> {
  const peakFile = join(directory, 'peak-memory');
  const file = typeof output === 'string' ? openSync(output, 'w') : undefined;
  const startMs = performance.now();
  const child = spawn(process.execPath, ['--import', PEAK_REPORTER.href, ...args], {
    stdio: ['ignore', file ?? 'pipe', 'pipe'],
    env: { ...process.env, BENCH_PEAK_FILE: peakFile },
  });
  if (typeof output === 'function') child.stdout?.on('data', output);
  await ended(child, args);
  const ms = performance.now() - startMs;
  if (file !== undefined) closeSync(file);
  const peakMiB = Number(readFileSync(peakFile, 'utf8'));
  rmSync(peakFile);
  return { ms, peakMiB };
}

/** Milliseconds of a process whose output nobody reads, as cold as the file system's cache allows. */
export async function processMs(args: readonly string[]): Promise<number> {
  const startMs = performance.now();
  await ended(spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] }), args);
  return performance.now() - startMs;
}

function ended(child: ChildProcess, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint += chunk;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`node ${args.join(' ')} ended with ${code ?? signal}: ${complaint}`));
    });
  });
}

/** A script of this folder. */
export const supportScript = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
