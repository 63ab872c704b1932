/**
 * Loaded into a measured process (`--import`): writes the peak of its resident memory, in MiB, to BENCH_PEAK_FILE when it ends.
 * On Linux by VmHWM, since `maxRSS` there also counts what the process was before its `exec`: a copy of its parent.
 */

import { readFileSync, writeFileSync } from 'node:fs';

process.on('exit', () => writeFileSync(process.env.BENCH_PEAK_FILE, String(peakMiB())));

function peakMiB() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
}
