/** Tasks in DynamoDB, in the documented tables and indexes: open ones, those that wait for a retry, and the closed ones. */

import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mapBounded } from '../../application/bounded.js';
import type {
  AddOutcome,
  ApplyOutcome,
  JobProgress,
  OpenQuery,
  Page,
  PageKey,
  TaskStore,
} from '../../application/ports/task-store.js';
import type { JobId, LabourerId, TaskId } from '../../domain/ids.js';
import type { Task, TerminalStage } from '../../domain/task.js';
import { type EpochSeconds, type Seconds, seconds } from '../../domain/time.js';
import { guardHolds, type Transition, transformed } from '../../domain/transition.js';
import type { StoreNames } from '../shared/store-names.js';
import { batchPut } from './batches.js';
import { conditionFailure, mayHaveBeenMade } from './dynamo-failures.js';
import { Expression } from './expression.js';
import { countJob } from './job-progress.js';
import { jobRows, pageOfRows } from './job-rows.js';
import { Paced } from './paced.js';
import type { SendingParts } from './pause.js';
import { refuseTooLarge } from './item-limit.js';
import { RecentRows } from './recent-rows.js';
import { isArchiving, TaskChanger } from './task-changer.js';
import { type Row, TaskFinder } from './task-finder.js';
import { TaskItems } from './task-item.js';
import { TaskMove } from './task-move.js';
import { TaskPages } from './task-pages.js';
import { withoutConflicts } from './without-conflicts.js';

/** Requests under way at once: a laptop's and a Lambda's sockets. */
const REQUESTS_AT_ONCE = 50;

/** Longer than any queue file is left without a Scheduler, so that adopting it meets what it has scheduled. */
const TOMBSTONE_LIFE = seconds(7 * 86_400);

export interface DynamoTaskStoreParts extends SendingParts {
  /** Configured by `STORE_CLIENT`. */
  readonly client: DynamoDBClient;
  readonly names: StoreNames;
  /** Labourers whose retry rows are looked through for a task that the old system moved there. */
  readonly labourerIds: () => readonly LabourerId[];
  /** Tasks of one labourer that are added a second, at most (`create_rate`); as fast as it goes without it. */
  readonly createRate?: number;
  /** How long closed rows stay, by TTL (`closed_days`); for ever without it. */
  readonly closedLife?: Seconds;
}

export class DynamoTaskStore implements TaskStore {
  readonly #parts: DynamoTaskStoreParts;
  readonly #items: TaskItems;
  readonly #recent = new RecentRows();
  readonly #finder: TaskFinder;
  readonly #move: TaskMove;
  readonly #changer: TaskChanger;
  readonly #pages: TaskPages;
  readonly #paced: Paced | undefined;

  constructor(parts: DynamoTaskStoreParts) {
    const { client, names, labourerIds, clock, chance, createRate } = parts;
    this.#parts = parts;
    this.#items = new TaskItems(names.columns);
    const common = { client, clock, chance, names, items: this.#items };
    this.#finder = new TaskFinder({ ...common, labourerIds });
    const changing = { ...common, finder: this.#finder };
    this.#move = new TaskMove({ ...changing, tombstoneLife: TOMBSTONE_LIFE, closedLife: parts.closedLife });
    this.#changer = new TaskChanger(changing, this.#move, this.#recent);
    this.#pages = new TaskPages({ ...common, recent: this.#recent });
    this.#paced = createRate === undefined ? undefined : new Paced(createRate, clock);
  }

  /** Throws RefusedError `task.too_large`, before anything is written, for a task that no item can hold. */
  async add(tasks: readonly Task[]): Promise<readonly AddOutcome[]> {
    for (const task of tasks) refuseTooLarge(task);
    const seen = new Set<TaskId>();
    const repeated = tasks.map(({ taskId }) => seen.has(taskId) || !seen.add(taskId));
    return mapBounded([...tasks.entries()], REQUESTS_AT_ONCE, async ([index, task]): Promise<AddOutcome> => {
      if (repeated[index]) return 'known';
      await this.#paced?.turn(task.labourerId);
      return this.#addOne(task);
    });
  }

  async apply(transitions: readonly Transition[]): Promise<readonly ApplyOutcome[]> {
    const archived = await this.#archivedTogether(transitions);
    const outcomes: ApplyOutcome[] = new Array(transitions.length);
    await mapBounded(byTask(transitions), REQUESTS_AT_ONCE, async (ofOneTask) => {
      for (const [index, transition] of ofOneTask) {
        outcomes[index] = await this.#changer.change(transition, archived.has(transition));
      }
    });
    return outcomes;
  }

  async get(taskId: TaskId): Promise<Task | undefined> {
    const row = await this.#finder.find(taskId);
    if (row !== undefined) this.#recent.keep(row);
    return row?.task;
  }

  open(query: OpenQuery & { limit: number; descending?: boolean; after?: PageKey }): Promise<Page> {
    return this.#pages.open(query);
  }

  countOpen(query: OpenQuery): Promise<number> {
    return this.#pages.countOpen(query);
  }

  retrying(query: { labourerId: LabourerId; dueBy?: EpochSeconds; limit: number; after?: PageKey }): Promise<Page> {
    return this.#pages.retrying(query);
  }

  closed(query: { labourerId: LabourerId; stage: TerminalStage; limit: number; after?: PageKey }): Promise<Page> {
    return this.#pages.closed(query);
  }

  unreported(query: { labourerId: LabourerId; limit: number }): Promise<readonly Task[]> {
    return this.#pages.unreported(query);
  }

  /** Of tasks whose ids were made of the job's rows, as the Scheduler makes them. */
  progress(jobId: JobId, tasks?: number): Promise<JobProgress | undefined> {
    return countJob({ ...this.#parts, items: this.#items }, jobId, tasks);
  }

  /** The same tasks, whole. A page of `limit` up to 800 is read together. */
  async ofJob(query: { jobId: JobId; limit: number; after?: PageKey }): Promise<Page> {
    const page = await jobRows({ ...this.#parts, items: this.#items, finder: this.#finder }, query);
    for (const row of page.rows) this.#recent.keep(row);
    return pageOfRows(page);
  }

  async #addOne(task: Task): Promise<AddOutcome> {
    const expression = new Expression();
    const command = new PutItemCommand({
      TableName: this.#parts.names.tasks,
      Item: this.#items.itemOf(task),
      ConditionExpression: expression.absent(this.#items.column('task_id')),
      ...expression.attributes,
    });
    try {
      await withoutConflicts(this.#parts, () => this.#parts.client.send(command));
      return 'added';
    } catch (error) {
      return conditionFailure(error) === undefined ? mayHaveBeenMade(error, 'to add a task') : 'known';
    }
  }

  /**
   * Puts the closed rows of completed tasks 25 a request. What is completed can only be archived, so these rows may be put over
   * what another Scavenger has put; each task then leaves its table for itself.
   */
  async #archivedTogether(transitions: readonly Transition[]): Promise<ReadonlySet<Transition>> {
    const archivable = transitions.flatMap((transition): [Transition, Row][] => {
      const row = transition.name === 'archive' && isArchiving(transition) && this.#recent.peek(transition.taskId);
      return row && row.task.completedAt !== undefined && guardHolds(row.task, transition) ? [[transition, row]] : [];
    });
    if (archivable.length < 2) return new Set();
    const items = archivable.map(([transition, row]) => this.#move.closedItem(row, transformed(row.task, transition)));
    await batchPut(this.#parts, this.#parts.names.closed, items);
    return new Set(archivable.map(([transition]) => transition));
  }
}

/** Transitions with their places, those of one task together and in their order. */
function byTask(transitions: readonly Transition[]): [number, Transition][][] {
  const lanes = new Map<TaskId, [number, Transition][]>();
  for (const [index, transition] of transitions.entries()) {
    const lane = lanes.get(transition.taskId);
    if (lane === undefined) lanes.set(transition.taskId, [[index, transition]]);
    else lane.push([index, transition]);
  }
  return [...lanes.values()];
}
