/** Metrics that a command prints: `{source: 'command', command: ['prog', 'arg'], timeout?: seconds}`. */

import { type ChildProcess, spawn } from 'node:child_process';
import { z } from 'zod';
import type { SettingsMap } from '../../domain/ecology/settings-map.js';
import { metricNumber } from './metric-number.js';
import { metricSettings, sampleTimeout } from './metric-settings.js';

const Settings = z.looseObject({
  /** Program and arguments; no shell reads them. */
  command: z.tuple([z.string().min(1)], z.string()),
  timeout: sampleTimeout,
});

/** Characters. A number takes a line; who prints more prints something else. */
const OUTPUT_MAX = 4096;

/** The number on the command's standard output. When its time is up it is killed together with whatever it started. */
export async function sampleCommand(fields: SettingsMap): Promise<number | undefined> {
  const { command, timeout } = metricSettings(Settings, fields);
  return metricNumber(await outputOf(command, timeout));
}

function outputOf([program, ...args]: readonly [string, ...string[]], timeout: number): Promise<string> {
  return new Promise((resolve, reject) => {
    // A group of its own, so that the children of a shell script can be killed with it.
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], detached: true, windowsHide: true });
    const fail = (reason: string) => reject(new Error(`${program}: ${reason}`));
    const stop = (reason: string) => {
      killGroup(child);
      child.stdout.destroy();
      fail(reason);
    };
    const timer = setTimeout(() => stop(`no end within ${timeout} s`), timeout * 1000);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.length > OUTPUT_MAX) stop(`more than ${OUTPUT_MAX} characters`);
    });
    child.on('error', (error: NodeJS.ErrnoException) => fail(`could not be started (${error.code})`));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(output);
      else fail(`ended with ${signal ?? `exit code ${code}`}`);
    });
  });
}

/** The command may have ended, with a child of it that keeps the output open: the group lives as long as one of them. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of them ended in the meantime.
  }
}
