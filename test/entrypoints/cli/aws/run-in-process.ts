/** Runs the command line in this process, against the emulator that the environment names. */

import { vi } from 'vitest';
import { runProgram } from '../../../../src/entrypoints/cli/program.js';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output, where it is one JSON object. */
  json<Value>(): Value;
}

/** Every call listens to standard output, which ends with the process. */
process.stdout.setMaxListeners(0);

export async function sosw(...args: readonly string[]): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  try {
    const code = await runProgram([...args]);
    return { code, ...written, json: () => JSON.parse(written.stdout) };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
