/**
 * A worker with siblings: its work may take longer than one run of a function may. It reads a list of many pages; a run that has little
 * time left hands the rest to another run of the same function, its sibling.
 *
 * All of them work one attempt of one task, and the last one reports its end.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { worker } from 'sosw/worker';

/** The first run gets the task's payload. A sibling gets the same event with what was given to `continueInSibling` laid over it. */
interface Event {
  /** How many pages the list has. */
  readonly pages: number;
  /** The next page to read. */
  readonly cursor?: number;
  /** What the runs before this one have found. */
  readonly found?: number;
  /** How many runs there were before this one. */
  readonly runs?: number;
}

/** Enough for the page that is being read, and for starting the sibling or reporting the end. */
const ENOUGH_MS = 6_000;

export const handler = worker({
  async run({ pages, cursor = 0, found = 0, runs = 0 }: Event, context) {
    let next = cursor;
    let sum = found;
    // One page at least, whatever the time: else a run that starts late would hand on everything, and so would its siblings.
    do {
      sum += await itemsOnPage(next);
      next += 1;
    } while (next < pages && context.remaining > ENOUGH_MS);

    if (next < pages) return context.continueInSibling({ cursor: next, found: sum, runs: runs + 1 });
    // Counters are those of the last run alone. What the whole chain did is carried along in the event.
    context.stats.add('pages', next - cursor);
    return { pages, found: sum, runs: runs + 1 };
  },
});

/** Stands for a list that somebody else keeps, and that takes its time. */
async function itemsOnPage(page: number): Promise<number> {
  await sleep(200);
  return 10 + (page % 3);
}
