/**
 * Finds tasks in SQLite. A page looks at so many rows at most that it is there in a tenth of a second or two, however rare what is looked for
 * may be; the next page goes on behind them. Orders are had where all rows that come into question can be looked at for each page.
 */

import type { Labourers } from '../../application/labourers.js';
import type {
  FoundTasks,
  SearchCost,
  SearchQuery,
  TaskFilter,
  TaskOrder,
  TaskSearch,
} from '../../application/ports/task-search.js';
import { RefusedError } from '../../domain/errors.js';
import type { LabourerId } from '../../domain/ids.js';
import { type TaskSettings, windowOf } from '../../domain/labourer.js';
import type { EpochSeconds } from '../../domain/time.js';
import { orderedTasks } from './ordered-tasks.js';
import { type Planned, searchPlan, type Stretch } from './search-plan.js';
import { isAhead, positionOfKey, searchKey } from './search-position.js';
import { SqliteTaskCounts } from './sqlite-task-counts.js';
import type { StoreDatabase } from './store-database.js';
import { StretchWalk } from './stretch-walk.js';

export interface SqliteTaskSearchParts {
  /** They say when attempts have expired. Tasks of labourers that are configured no longer are found, too. */
  readonly labourers: Labourers;
  readonly settings: Pick<TaskSettings, 'invocationDelta'>;
  /** Rows that a page looks at, at most, those by index counted sixfold. */
  readonly rowsAPage?: number;
}

/** 100,000 rows of a table take 30 ms, and 60 ms while their texts are searched. */
const ROWS_A_PAGE = 100_000;

/** What a stretch costs that holds nothing, in rows. */
const STRETCH_COST = 30;

/** Rows, each with its weight, among which the first in an order are looked for within 200 ms. */
const ORDERED_ROWS_MAX = 200_000;

const ORDERS: readonly TaskOrder[] = ['newest', 'oldest', 'attempts'];

export class SqliteTaskSearch implements TaskSearch {
  readonly #database: StoreDatabase;
  readonly #parts: SqliteTaskSearchParts;
  readonly #counts: SqliteTaskCounts;
  readonly #walk: StretchWalk;

  constructor(database: StoreDatabase, parts: SqliteTaskSearchParts) {
    this.#database = database;
    this.#parts = parts;
    this.#counts = new SqliteTaskCounts(database);
    this.#walk = new StretchWalk(database);
  }

  /** `rows` is exact as an upper bound: stretches are counted as wholes, also where a search ends early. */
  async cost(filter: TaskFilter, now: EpochSeconds): Promise<SearchCost> {
    return this.#asOneState(() => {
      const { rows } = this.#sizeOf(searchPlan(this.#planned(filter, now, false)));
      const { weighed } = this.#sizeOf(searchPlan(this.#planned(filter, now, true)));
      return { rows, isExact: true, orders: weighed <= ORDERED_ROWS_MAX ? ORDERS : [] };
    });
  }

  async find(query: SearchQuery): Promise<FoundTasks> {
    return this.#asOneState(() => (query.order === undefined ? this.#found(query) : this.#ordered(query, query.order)));
  }

  #asOneState<Result>(work: () => Result): Result {
    return this.#database.read(() => this.#database.snapshot(work));
  }

  #found({ filter, now, limit, after }: SearchQuery): FoundTasks {
    const begun = after === undefined ? undefined : positionOfKey(after);
    const plan = searchPlan({ ...this.#planned(filter, now, false), begunAs: begun?.way });
    const tasks: FoundTasks['tasks'][number][] = [];
    let [examined, room] = [0, this.#parts.rowsAPage ?? ROWS_A_PAGE];
    for (const stretch of plan) {
      if (begun !== undefined && !isAhead(stretch, begun)) continue;
      const place = stretch.way === begun?.way && stretch.name === begun.name ? begun.place : undefined;
      const rowsMax = Math.max(Math.floor(room / stretch.weight), 1);
      const walked = this.#walk.walk(stretch, { after: place, limit: limit - tasks.length, rowsMax });
      tasks.push(...walked.tasks);
      examined += walked.examined;
      room -= walked.examined * stretch.weight + STRETCH_COST;
      const isPageFull = tasks.length === limit || room <= 0 || isNamed(stretch, walked.tasks);
      if (walked.end !== undefined || isPageFull) return { tasks, examined, next: searchKey(stretch, walked.end) };
    }
    return { tasks, examined };
  }

  #ordered({ filter, now, limit, after }: SearchQuery, order: TaskOrder): FoundTasks {
    const plan = searchPlan(this.#planned(filter, now, true));
    const { rows, weighed } = this.#sizeOf(plan);
    if (weighed > ORDERED_ROWS_MAX) {
      throw new RefusedError('search.order', {
        path: 'order',
        expected: 'a filter that fewer tasks come into question for',
        found: order,
        hint: `${rows} tasks would have to be looked at for each page; name a labourer, a state or a job, or leave the order out`,
      });
    }
    return { ...orderedTasks(this.#walk, plan, { names: this.#database.names, order, limit, after }), examined: rows };
  }

  #sizeOf(plan: readonly Stretch[]): { readonly rows: number; readonly weighed: number } {
    const sizes = plan.map((stretch) => ({ rows: stretch.rows ?? this.#walk.rowsOf(stretch), weight: stretch.weight }));
    return {
      rows: sizes.reduce((sum, { rows }) => sum + rows, 0),
      weighed: sizes.reduce((sum, { rows, weight }) => sum + rows * weight + STRETCH_COST, 0),
    };
  }

  #planned(filter: TaskFilter, now: EpochSeconds, isOrdered: boolean): Planned {
    const { labourers, settings } = this.#parts;
    const stages = this.#counts.stages();
    const ids = new Set<LabourerId>(filter.labourerIds ?? stages.keys());
    const searched = [...ids].map((labourerId) => ({
      labourerId,
      window: windowOf(labourers.of(labourerId), settings, now),
    }));
    return { names: this.#database.names, filter, labourers: searched, stages, isOrdered };
  }
}

/** Whoever asks for an id gets its task at once; what else holds that text is on the next page. */
const isNamed = ({ way }: Stretch, tasks: FoundTasks['tasks']): boolean => way === 'named' && tasks.length > 0;
