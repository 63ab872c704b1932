/** Runs the programs that these tests are about: npm, the compiler, Node itself. */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  /** Laid over the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Resolves with how it ended, whatever its exit code. */
export function ended(command: string, args: readonly string[], { cwd, env = {} }: CommandOptions): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      command,
      [...args],
      { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, stdout, stderr });
      },
    );
  });
}

/** Resolves with what it wrote; rejects with everything it said when it fails. */
export async function output(command: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const { code, stdout, stderr } = await ended(command, args, options);
  if (code === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
}

/** A program of a package of this repository. */
export const tool = (name: string): string => join(ROOT, 'node_modules', '.bin', name);
