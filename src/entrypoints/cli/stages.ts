/** Where a task may stand, in the words of the command line, and how the store is asked for those that stand there. */

import type { OpenQuery, Page, PageKey, TaskStore } from '../../application/ports/task-store.js';
import { type InvocationWindow, rangeOf } from '../../domain/greenfield.js';
import type { Labourer } from '../../domain/labourer.js';
import type { STATE_WORDS } from './task-states.js';

export type Stage = (typeof STATE_WORDS)[number];

/** Whose tasks are asked for, and when "now" is. */
export interface Viewpoint {
  readonly store: TaskStore;
  readonly labourer: Labourer;
  readonly window: InvocationWindow;
}

/** A page of the tasks that stand there: next ones first, of closed ones the newest. */
function tasksAt(view: Viewpoint, stage: Stage, page: { limit: number; after?: PageKey }): Promise<Page> {
  const query = { labourerId: view.labourer.id, ...page };
  if (stage === 'retrying') return view.store.retrying(query);
  if (stage === 'done' || stage === 'dead' || stage === 'cancelled') return view.store.closed({ ...query, stage });
  return view.store.open({ ...openQuery(view, stage), ...page });
}

/** A number of tasks; `isMore` where counting ended before they did. */
export interface Count {
  readonly count: number;
  readonly isMore: boolean;
}

const PAGE_SIZE = 1000;
const PAGES_MAX = 10;
/** Stores count only what is open; of the others so many are counted by reading them. */
export const COUNTED_TO = PAGE_SIZE * PAGES_MAX;

export async function countAt(view: Viewpoint, stage: Stage): Promise<Count> {
  if (stage === 'queued' || stage === 'running' || stage === 'expired' || stage === 'completed') {
    return { count: await view.store.countOpen(openQuery(view, stage)), isMore: false };
  }
  let count = 0;
  let after: PageKey | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page = await tasksAt(view, stage, { limit: PAGE_SIZE, ...(after === undefined ? {} : { after }) });
    count += page.tasks.length;
    if (page.next === undefined) return { count, isMore: false };
    after = page.next;
  }
  return { count, isMore: true };
}

type OpenStage = 'queued' | 'running' | 'expired' | 'completed';

const PHASES = { queued: 'queued', running: 'invoked', expired: 'expired', completed: 'claimed' } as const;

const openQuery = ({ labourer, window }: Viewpoint, stage: OpenStage): OpenQuery => ({
  labourerId: labourer.id,
  range: rangeOf(PHASES[stage], window),
  completed: stage === 'completed',
});
