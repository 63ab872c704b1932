/** Whether a process runs. */

import { readFile } from 'node:fs/promises';

/** A process that was killed and whose parent died may wait for long to be reaped: it runs no more. */
export async function isRunning(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return state !== '' && !state.includes(') Z ');
}
