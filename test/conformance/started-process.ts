/** Processes of scripts, and what they say line by line. */

import { type ChildProcess, spawn } from 'node:child_process';

export interface Process {
  readonly child: ChildProcess;
  /** What it has said so far, line by line; half a line that it was killed over is none. */
  readonly lines: readonly string[];
  /** Resolves with the line of this index, or undefined if it ends without it. */
  line(index: number): Promise<string | undefined>;
  /** Resolves once it has ended and all it said has been read. */
  readonly ended: Promise<void>;
}

export function started(file: string, args: readonly string[]): Process {
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
