/** Processes that run one of this folder's scripts as plain JavaScript: they are up in a tenth of the time that a compiler on the way takes. */

import { type ChildProcess, spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { temporaryFolder } from '../support/temporary-folder.js';

export interface Process {
  readonly child: ChildProcess;
  /** What it has said so far, line by line; half a line that it was killed over is none. */
  readonly lines: readonly string[];
  /** Resolves with the line of this index, or undefined if it ends without it. */
  line(index: number): Promise<string | undefined>;
  /** Resolves once it has ended and all it said has been read. */
  readonly ended: Promise<void>;
}

export interface Bundled {
  start(args: readonly string[]): Process;
  remove(): void;
}

export async function bundled(script: URL): Promise<Bundled> {
  const folder = temporaryFolder();
  const outfile = join(folder.path, 'process.mjs');
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder.path, 'node_modules'));
  const entryPoints = [fileURLToPath(script)];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  return { start: (args) => started(outfile, args), remove: folder.remove };
}

function started(file: string, args: readonly string[]): Process {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let isOver = false;
  const wake = () => {
    for (const look of waiting) look();
  };
  let begun = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const [first = '', ...rest] = text.split('\n');
    const said = [begun + first, ...rest];
    begun = said.pop() ?? '';
    lines.push(...said);
    wake();
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      isOver = true;
      wake();
      resolve();
    });
  });
  const line = (index: number) =>
    new Promise<string | undefined>((resolve) => {
      const look = () => {
        if (lines.length <= index && !isOver) return;
        waiting.delete(look);
        resolve(lines[index]);
      };
      waiting.add(look);
      look();
    });
  return { child, lines, ended, line };
}
