/** The store that all processes share, on a simulated DynamoDB: each has the real adapter, and the tables tell the checker what became of tasks. */

import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../src/adapters/dynamodb/attribute-values.js';
import { DynamoTaskStore } from '../../../src/adapters/dynamodb/dynamo-task-store.js';
import { tableDefinitions } from '../../../src/adapters/dynamodb/table-definitions.js';
import { isTombstone, TaskItems } from '../../../src/adapters/dynamodb/task-item.js';
import { storeNames } from '../../../src/adapters/shared/store-names.js';
import type { Chance } from '../../../src/application/ports/chance.js';
import type { Clock } from '../../../src/application/ports/clock.js';
import type { JobProgress, TaskStore } from '../../../src/application/ports/task-store.js';
import type { JobId, LabourerId, TaskId } from '../../../src/domain/ids.js';
import type { Task } from '../../../src/domain/task.js';
import { type Connection, SimulatedDynamoDb } from '../../support/aws/simulated-dynamodb/simulated-dynamodb.js';
import type { Faults } from './faults.js';
import type { Process } from './process.js';
import type { SharedStore, StoreWatcher } from './watched-store.js';

/** Sendings of one request by the SDK, as the product's client has it. */
const ATTEMPTS = 6;

interface Parts {
  readonly faults: Faults;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly lag: () => number;
  readonly labourerIds: () => readonly LabourerId[];
  readonly watcher: () => StoreWatcher;
}

export class DynamoTables implements SharedStore {
  readonly #names = storeNames();
  readonly #items = new TaskItems(this.#names.columns);
  readonly #dynamo: SimulatedDynamoDb;
  /** Tasks as they were when the tables were written last. */
  readonly #rows = new Map<TaskId, Task>();
  readonly #forgotten = new Set<TaskId>();
  readonly #parts: Parts;
  /** While the service itself writes. */
  #isService = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { faults, clock } = parts;
    this.#dynamo = new SimulatedDynamoDb({
      tables: tableDefinitions(this.#names),
      now: () => clock.now(),
      faults: {
        request: () => this.#fate(),
        batch: () => (faults.meets('F9') ? 1 : undefined),
        conflict: () => !this.#isService && faults.meets('F11', 0.5),
        lag: parts.lag,
      },
      onWrite: (_table, _key, before, after) => this.#written(after ?? before),
    });
  }

  /** The real adapter, with a client of the process's own: whatever befalls the process befalls it between two requests. */
  storeOf(process: Process): TaskStore {
    return this.#store(process.clock, {
      before: (command) => process.request(`DynamoDB ${command}`),
      after: (command) => process.answered(`DynamoDB ${command}`),
      pause: (attempt) => process.clock.sleep(25 * 2 ** attempt),
    });
  }

  #fate(): 'none' | 'throttle' | 'lose' {
    const { faults } = this.#parts;
    if (this.#isService) return 'none';
    if (faults.meets('F9', 0.5)) return 'throttle';
    return faults.meets('F10', 0.5) ? 'lose' : 'none';
  }

  #store(clock: Clock, connection: Connection): TaskStore {
    const { labourerIds, chance } = this.#parts;
    const client = this.#dynamo.connect({ attempts: ATTEMPTS, ...connection });
    return new DynamoTaskStore({ client, names: this.#names, labourerIds, clock, chance });
  }

  async get(taskId: TaskId): Promise<Task | undefined> {
    return this.#found(taskId, this.#rows.get(taskId)?.labourerId);
  }

  progress(jobId: JobId): Promise<JobProgress | undefined> {
    return this.#store(this.#parts.clock, {}).progress(jobId);
  }

  /** Rows that stood there long before the world began. */
  async olderRows(tasks: readonly Task[]): Promise<void> {
    for (const task of tasks) this.#dynamo.put(this.#names.tasks, this.#items.itemOf(task));
    this.#dynamo.settle();
  }

  /** Time to live takes a closed task; its tombstone stays. */
  async forget(taskId: TaskId): Promise<void> {
    this.#forgotten.add(taskId);
    const key = { [this.#items.column('task_id')]: { S: taskId } };
    // It is the service itself that deletes: what befalls requests does not befall it.
    this.#isService = true;
    const deleted = this.#dynamo.client.send(new DeleteItemCommand({ TableName: this.#names.closed, Key: key }));
    this.#isService = false;
    await deleted;
  }

  /** With the closed table's row there the tasks' table has a tombstone, or nothing. */
  standingTwice(): readonly TaskId[] {
    const { tasks, closed } = this.#names;
    const gone = new Set<string>();
    for (const item of this.#dynamo.table(closed)) gone.add(this.#idOf(item));
    const open = [...this.#dynamo.table(tasks)].filter((item) => !isTombstone(item)).map((item) => this.#idOf(item));
    return open.filter((id) => gone.has(id)) as TaskId[];
  }

  /** A request has changed an item: what the task is now, by what any process would be told of it. */
  #written(item: Item | undefined): void {
    if (item === undefined || item[this.#items.column('task_id')] === undefined) return;
    const taskId = this.#idOf(item) as TaskId;
    if (this.#forgotten.has(taskId)) return;
    const before = this.#rows.get(taskId);
    const after = this.#found(taskId, before?.labourerId);
    const watcher = this.#parts.watcher();
    if (after === undefined) {
      if (before !== undefined) watcher.lost(before);
      return;
    }
    this.#rows.set(taskId, after);
    if (before === undefined) watcher.added(after);
    else if (JSON.stringify(before) !== JSON.stringify(after)) watcher.changed(before, after);
  }

  /** The row in the tasks' table, or where its tombstone leads. */
  #found(taskId: TaskId, labourerId: LabourerId | undefined): Task | undefined {
    const { tasks, closed, retry } = this.#names;
    const open = this.#items.taskOf(this.#dynamo.item(tasks, taskId), 'open');
    if (open !== undefined) return open;
    const waiting = labourerId === undefined ? undefined : this.#dynamo.item(retry, `${labourerId}\0${taskId}`);
    if (waiting !== undefined) return this.#items.taskOf(waiting, 'retrying');
    return this.#items.taskOf(this.#dynamo.item(closed, taskId), 'closed');
  }

  #idOf(item: Item): string {
    return item[this.#items.column('task_id')]?.S ?? '';
  }
}
