/** The processes in which an emulator runs a function. */

import { readdir, readFile } from 'node:fs/promises';

/** Kills all of one function, of the emulator at this endpoint only; how many there were. */
export async function killFunction(functionName: string, endpoint: string): Promise<number> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  let killed = 0;
  for (const id of processes) {
    const environment = (await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '')).split('\0');
    const isOurs =
      environment.includes(`AWS_LAMBDA_FUNCTION_NAME=${functionName}`) &&
      environment.some((entry) => entry.startsWith('AWS_ENDPOINT_URL=') && entry.endsWith(new URL(endpoint).port));
    if (isOurs && isKilled(Number(id))) killed++;
  }
  return killed;
}

/** False for a process that has ended meanwhile. */
function isKilled(id: number): boolean {
  try {
    return process.kill(id, 'SIGKILL');
  } catch {
    return false;
  }
}
