/** Who works on this machine, for the log of operations. */

import { userInfo } from 'node:os';

/** `ada (cli)`. */
export function byWhom(where: 'cli' | 'dashboard' = 'cli'): string {
  try {
    return `${userInfo().username} (${where})`;
  } catch {
    // A container's user need not have a name.
    return `user ${process.getuid?.() ?? 'unknown'} (${where})`;
  }
}
