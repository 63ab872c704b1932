/** How well slots are used: the figure, and the bound on concurrency that makes it mean something. */

/** One run of a worker, by the worker's own clock. */
export interface Attempt {
  readonly startedMs: number;
  readonly endedMs: number;
}

/**
 * Percent of the slots' time that workers worked, between the first start and the last one: after that no task waits, and an idle
 * slot is nobody's fault. Throws when more workers than slots ran at a time.
 */
export function slotUse(attempts: readonly Attempt[], slots: number): number {
  const starts = attempts.map(({ startedMs }) => startedMs);
  const [first, last] = [Math.min(...starts), Math.max(...starts)];
  const atOnce = mostAtOnce(attempts);
  if (atOnce > slots) throw new Error(`${atOnce} workers ran at a time, ${slots} were allowed`);
  const busyMs = attempts.reduce((sum, { startedMs, endedMs }) => sum + Math.min(endedMs, last) - startedMs, 0);
  return (100 * busyMs) / (slots * (last - first));
}

/** Who ends at an instant makes place for who starts at it. */
function mostAtOnce(attempts: readonly Attempt[]): number {
  const changes = attempts.flatMap(({ startedMs, endedMs }) => [
    { atMs: startedMs, by: 1 },
    { atMs: endedMs, by: -1 },
  ]);
  changes.sort((a, b) => a.atMs - b.atMs || a.by - b.by);
  let running = 0;
  return changes.reduce((most, { by }) => {
    running += by;
    return Math.max(most, running);
  }, 0);
}
