/** A process of its own that runs a TypeScript file and talks by lines. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Child {
  /** The next line that it says; rejects when it ends instead. */
  line(): Promise<string>;
  tell(line: string): void;
  /** Resolves when it has ended. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Resolves with its exit code. */
  ended(): Promise<number | null>;
}

export function startChild(script: URL, args: readonly string[]): Child {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, ['--import', 'tsx', script.pathname, ...args]);
  const exit = once(child, 'exit') as Promise<[number | null]>;
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async line() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`the process ended without a word: ${complaints}`);
      return value;
    },
    tell: (line) => void child.stdin.write(`${line}\n`),
    async kill(signal) {
      child.kill(signal);
      await exit;
    },
    ended: async () => (await exit)[0],
  };
}
