/** A search over any store: it walks the lists that may hold what is asked for, looks at so many rows a page, and keeps what the filter asks for. */

import { RefusedError } from '../domain/errors.js';
import type { JobId, LabourerId, TaskId } from '../domain/ids.js';
import { type TaskSettings, windowOf } from '../domain/labourer.js';
import type { Task, TaskStage } from '../domain/task.js';
import type { EpochSeconds } from '../domain/time.js';
import type { Labourers } from './labourers.js';
import type { JobRegister } from './ports/job-register.js';
import type { StoreSize, StoreSizes } from './ports/store-sizes.js';
import type { FoundTasks, SearchCost, SearchQuery, TaskFilter, TaskSearch } from './ports/task-search.js';
import type { Page, PageKey, TaskStore } from './ports/task-store.js';
import { cursorOfKey, keyOfCursor, type ListPlace, type SearchCursor, unknownKey } from './search-cursor.js';
import { isBehindAll, openRange, stageBehind, stagesOf } from './search-places.js';
import { matches } from './task-filter.js';

/** Rows that a page looks at before it ends early, and those asked of the store at once. */
const ROWS_A_PAGE = 1000;
const DEFAULT_ROWS_A_READ = { least: 25, most: 250 };
/** Ids of tasks that were made here; a text that is one is looked up. */
const WHOLE_ID = /^[0-9a-f]{32}$/;

export interface PagedTaskSearchParts {
  readonly store: TaskStore;
  readonly labourers: Labourers;
  readonly settings: Pick<TaskSettings, 'invocationDelta'>;
  /** Tells what a search costs; without it reading is free, and the cost is counted by reading. */
  readonly sizes?: StoreSizes;
  /** Tells how many tasks a job has, for the cost of looking through it. */
  readonly jobs?: Pick<JobRegister, 'find'>;
  /** Rows that are asked of the store at once, for tests. */
  readonly rowsARead?: { readonly least: number; readonly most: number };
}

/** Finds in the store's own order only. A task that moves while a search goes on may be found twice, or be missed. */
export class PagedTaskSearch implements TaskSearch {
  readonly #parts: PagedTaskSearchParts;

  constructor(parts: PagedTaskSearchParts) {
    this.#parts = parts;
  }

  async cost(filter: TaskFilter, now: EpochSeconds): Promise<SearchCost> {
    if ((await this.#byId(filter)) !== undefined) return { rows: 1, isExact: true, orders: [] };
    const { sizes } = this.#parts;
    if (sizes === undefined) return { rows: await this.#countRows(filter, now), isExact: true, orders: [] };
    const size = (await this.#sizeOfJob(filter, sizes)) ?? (await sizes.inStages(stagesOf(filter)));
    return { ...size, isExact: false, orders: [] };
  }

  /** A text that is a task's whole id finds that task alone. Throws RefusedError `page.key` for a key of no page. */
  async find(query: SearchQuery): Promise<FoundTasks> {
    refuseOrder(query.order);
    const given = query.after === undefined ? undefined : cursorOfKey(query.after);
    const one = await this.#byId(query.filter);
    if (one !== undefined) return { tasks: this.#matching([one], query), examined: 1 };

    let cursor = given === undefined ? this.#beginning(query.filter) : this.#checked(given, query);
    const tasks: Task[] = [];
    let examined = 0;
    while (cursor !== undefined && tasks.length < query.limit && examined < ROWS_A_PAGE) {
      const page = await this.#read(cursor, query);
      const fresh = behind(page.tasks, cursor.past);
      const taken = this.#taken(fresh, query, query.limit - tasks.length);
      tasks.push(...taken.tasks);
      examined += taken.examined;
      cursor =
        taken.examined < fresh.length
          ? { ...cursor, past: (fresh[taken.examined - 1] as Task).taskId }
          : this.#behindPage(cursor, page, query.filter);
    }
    return { tasks, examined, ...(cursor === undefined ? {} : { next: keyOfCursor(cursor) }) };
  }

  #matching(tasks: readonly Task[], { filter, now }: SearchQuery): readonly Task[] {
    const { labourers, settings } = this.#parts;
    const window = (labourerId: LabourerId) => windowOf(labourers.of(labourerId), settings, now);
    return tasks.filter((task) => matches(task, filter, window));
  }

  /** The first tasks that are asked for, at most `room`, and how many were looked at for them. */
  #taken(tasks: readonly Task[], query: SearchQuery, room: number): { tasks: readonly Task[]; examined: number } {
    const found = this.#matching(tasks, query);
    if (found.length <= room) return { tasks: found, examined: tasks.length };
    const kept = found.slice(0, room);
    return { tasks: kept, examined: tasks.indexOf(kept[room - 1] as Task) + 1 };
  }

  #read({ at, after }: SearchCursor, { filter, now, limit: wanted }: SearchQuery): Promise<Page> {
    const { store, labourers, settings, rowsARead: rows = DEFAULT_ROWS_A_READ } = this.#parts;
    const page = {
      limit: Math.min(Math.max(wanted, rows.least), rows.most),
      ...(after === undefined ? {} : { after }),
    };
    if (at === 'job') return store.ofJob({ jobId: filter.jobId as JobId, ...page });
    const labourerId = at.labourerId as LabourerId;
    switch (at.stage) {
      case 'open': {
        const range = openRange(filter, windowOf(labourers.of(labourerId), settings, now));
        return store.open({ labourerId, range, ...page });
      }
      case 'retrying':
        return store.retrying({ labourerId, ...page });
      default:
        return store.closed({ labourerId, stage: at.stage, ...page });
    }
  }

  #beginning(filter: TaskFilter): SearchCursor | undefined {
    if (filter.jobId !== undefined) return { at: 'job' };
    return this.#placeAt(0, undefined, filter);
  }

  /** The key of another search leads to lists that this one does not look at. */
  #checked(cursor: SearchCursor, { filter, after = '' }: SearchQuery): SearchCursor {
    const { at } = cursor;
    const isOfThis =
      at === 'job'
        ? filter.jobId !== undefined
        : filter.jobId === undefined && this.#indexOf(at.labourerId, filter) >= 0 && stagesOf(filter).has(at.stage);
    if (!isOfThis) throw unknownKey(after);
    return cursor;
  }

  #behindPage({ at }: SearchCursor, { tasks, next }: Page, filter: TaskFilter): SearchCursor | undefined {
    if (at === 'job') return next === undefined ? undefined : { at, after: next };
    if (next !== undefined && !isBehindAll(at.stage, tasks.at(-1), filter)) return { at, after: next };
    return this.#placeAt(this.#indexOf(at.labourerId, filter), at.stage, filter);
  }

  /** The first list behind this stage of the labourer at `index`. */
  #placeAt(index: number, stage: TaskStage | undefined, filter: TaskFilter): SearchCursor | undefined {
    const labourers = this.#labourersOf(filter);
    const stages = stagesOf(filter);
    const here = labourers[index];
    const behindHere = here === undefined ? undefined : stageBehind(stage, stages);
    if (here !== undefined && behindHere !== undefined) return { at: { labourerId: here, stage: behindHere } };
    const [following, first] = [labourers[index + 1], stageBehind(undefined, stages)];
    return following === undefined || first === undefined ? undefined : { at: { labourerId: following, stage: first } };
  }

  #indexOf(labourerId: string, filter: TaskFilter): number {
    return this.#labourersOf(filter).indexOf(labourerId as LabourerId);
  }

  #labourersOf({ labourerIds }: TaskFilter): readonly LabourerId[] {
    return labourerIds === undefined ? this.#parts.labourers.all().map(({ id }) => id) : [...new Set(labourerIds)];
  }

  async #byId({ text }: TaskFilter): Promise<Task | undefined> {
    const id = text?.toLowerCase() ?? '';
    return WHOLE_ID.test(id) ? this.#parts.store.get(id as TaskId) : undefined;
  }

  async #sizeOfJob(filter: TaskFilter, sizes: StoreSizes): Promise<StoreSize | undefined> {
    if (filter.jobId === undefined) return undefined;
    const job = await this.#parts.jobs?.find(filter.jobId, this.#labourersOf(filter));
    return job?.tasks === undefined ? undefined : sizes.ofJob(job.tasks);
  }

  async #countRows(filter: TaskFilter, now: EpochSeconds): Promise<number> {
    let rows = 0;
    let after: PageKey | undefined;
    do {
      const page = await this.find({ filter, now, limit: ROWS_A_PAGE, ...(after === undefined ? {} : { after }) });
      rows += page.examined;
      after = page.next;
    } while (after !== undefined);
    return rows;
  }
}

/** What follows the task behind which a page ended; all where it has moved away meanwhile. */
const behind = (tasks: readonly Task[], past: ListPlace['past']): readonly Task[] =>
  past === undefined ? tasks : tasks.slice(tasks.findIndex(({ taskId }) => taskId === past) + 1);

function refuseOrder(order: SearchQuery['order']): void {
  if (order === undefined) return;
  throw new RefusedError('search.order', {
    path: 'order',
    expected: 'none: this store has only its own',
    found: order,
  });
}
