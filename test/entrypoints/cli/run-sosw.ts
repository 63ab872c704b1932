/** Runs the built command line as a process of its own, as its users do. */

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';

// A command takes half a second on an idle machine, and ten beside other tests; a test gives several.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

/** The file behind the `sosw` command; `npm test` builds it first. */
const MAIN = fileURLToPath(new URL('../../../dist/entrypoints/cli/main.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningSosw {
  readonly ended: Promise<Ended>;
  /** The reader of standard output goes away. */
  readonly closeStdout: () => void;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves with what standard error holds when the text is in it. */
  readonly told: (text: string) => Promise<string>;
  /** Standard output, once it has so many lines. */
  readonly printed: (lines: number) => Promise<string>;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export const sosw = (args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> =>
  startSosw(args, surroundings).ended;

export function startSosw(args: readonly string[], { cwd, input, env }: Surroundings = {}): RunningSosw {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env: { ...process.env, ...env }, stdio: 'pipe' });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  // A command that does not read its input may end before it was given.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...output })));
  const until = (stream: 'stdout' | 'stderr', holds: (text: string) => boolean, what: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (holds(output[stream])) resolve(output[stream]);
      };
      child[stream].on('data', look);
      look();
      ended.then(({ stderr }) => reject(new Error(`ended without ${what}:\n${stderr}`)));
    });
  const told = (text: string) => until('stderr', (all) => all.includes(text), `telling "${text}"`);
  const printed = (lines: number) =>
    until('stdout', (all) => all.split('\n').length > lines, `printing ${lines} lines`);
  return { ended, closeStdout: () => child.stdout.destroy(), kill: (signal) => void child.kill(signal), told, printed };
}
