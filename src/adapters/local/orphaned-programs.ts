/**
 * Programs that outlived the process which started them, as they do when it is killed: they are ended, so that none of them goes on
 * beside the attempt that follows. Each carries its starter's name in its environment, which no other process can come to have.
 */

import { readdirSync, readFileSync } from 'node:fs';

/** The variable of a worker's environment that names the process which started it. */
export const STARTED_BY = 'SOSW_PROCESS';

/** Ends what processes of these names have left running; how many that were. Only where there is `/proc`: on Linux. */
export function endOrphanedPrograms(starters: readonly string[]): number {
  if (starters.length === 0 || process.platform !== 'linux') return 0;
  const orphans = readdirSync('/proc').filter(
    (entry) => /^\d+$/.test(entry) && starters.includes(starterOf(entry) ?? ''),
  );
  for (const pid of orphans) end(Number(pid));
  return orphans.length;
}

/** Undefined for a process that has ended meanwhile, that is another user's, or that no runtime has started. */
function starterOf(pid: string): string | undefined {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return environment.find((variable) => variable.startsWith(`${STARTED_BY}=`))?.slice(STARTED_BY.length + 1);
  } catch {
    return undefined;
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
