/** How far a job is, in the words of `sosw run`. */

import type { RunProgress } from '../local/local-runtime.js';
import type { Progress } from './progress-display.js';
import { inNumbers } from './wording.js';

export function runProgress(progress: RunProgress): Progress {
  const value = ended(progress);
  const detail = detailOf(progress);
  const line = `${inNumbers(value)} of ${inNumbers(progress.planned)} tasks ended, ${detail}`;
  return { value, total: progress.planned, detail, line: value + progress.running > 0 ? line : undefined };
}

const ended = ({ done, dead, cancelled }: RunProgress): number => done + dead + cancelled;

/** What is zero and mostly is, is left out. */
function detailOf({ running, retries, dead, cancelled }: RunProgress): string {
  const rare = { [retries === 1 ? 'retry' : 'retries']: retries, dead, cancelled };
  const parts = Object.entries(rare).filter(([, count]) => count > 0);
  return [`${running} running`, ...parts.map(([name, count]) => `${inNumbers(count)} ${name}`)].join(', ');
}
