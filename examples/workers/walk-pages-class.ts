/** The same as walk-pages.ts in the style of a class: SiblingsManager starts the sibling. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SiblingsManager } from 'sosw/components';
import { getLambdaHandler, Worker } from 'sosw/worker';

/** The task's payload, and what a run leaves to its sibling: see walk-pages.ts. */
interface Event {
  readonly pages: number;
  readonly cursor?: number;
  readonly found?: number;
  readonly runs?: number;
}

const ENOUGH_MS = 6_000;

class WalkPages extends Worker {
  readonly siblingsClient = new SiblingsManager();

  override async call(event: Event): Promise<unknown> {
    const { pages, cursor = 0, found = 0, runs = 0 } = event;
    let next = cursor;
    let sum = found;
    do {
      sum += await itemsOnPage(next);
      next += 1;
    } while (next < pages && this.remaining > ENOUGH_MS);

    if (next < pages) {
      // The whole event goes on, since the task's own fields in it (`task_id`, `sosw_attempt` …) say whose end the sibling reports.
      const payload = { ...event, cursor: next, found: sum, runs: runs + 1 };
      // `force`: nobody starts this function by a rule of EventBridge, which would be asked for otherwise.
      await this.siblingsClient.spawnSibling(this.lambdaContext, { payload, force: true });
      // Without `super.call` the task stays open.
      return undefined;
    }
    this.result = { pages, found: sum, runs: runs + 1 };
    return super.call(event);
  }
}

export const handler = getLambdaHandler(WalkPages);

/** Stands for a list that somebody else keeps, and that takes its time. */
async function itemsOnPage(page: number): Promise<number> {
  await sleep(200);
  return 10 + (page % 3);
}
