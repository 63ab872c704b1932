/** Open tasks as this connection last saw them, so that a task that is read, claimed and completed is fetched only once. */

import type { TaskId } from '../../domain/ids.js';
import type { Task } from '../../domain/task.js';
import type { CommitParticipant } from './group-commit.js';
import type { StoreDatabase } from './store-database.js';

/** More than a process has in hand at once; with the longest payload about 16 MB. */
const TASKS_MAX = 4096;
const PAYLOAD_MAX = 4000;

/**
 * Exact, not approximate: SQLite's `data_version` tells whether another connection has written, and then everything is forgotten.
 * `refresh` comes before rows are taken from here, and before rows are read that are put here: a write after it is noticed next time.
 */
export class RecentTasks implements CommitParticipant {
  readonly #tasks = new Map<TaskId, Task>();
  readonly #dataVersion;
  #version: number | undefined;

  constructor(database: StoreDatabase) {
    this.#dataVersion = database.statement<[number]>('PRAGMA data_version');
    database.joinCommits(this);
  }

  begin(): void {
    this.refresh();
  }

  end(): void {}

  undone(): void {
    this.#tasks.clear();
  }

  refresh(): void {
    const version = this.#dataVersion.get()?.[0];
    if (version !== this.#version) this.#tasks.clear();
    this.#version = version;
  }

  get(taskId: TaskId): Task | undefined {
    return this.#tasks.get(taskId);
  }

  set(task: Task): void {
    if (task.payload !== undefined && task.payload.length > PAYLOAD_MAX) {
      this.#tasks.delete(task.taskId);
      return;
    }
    this.#tasks.set(task.taskId, task);
    if (this.#tasks.size <= TASKS_MAX) return;
    for (const oldest of this.#tasks.keys()) {
      this.#tasks.delete(oldest);
      break;
    }
  }

  delete(taskId: TaskId): void {
    this.#tasks.delete(taskId);
  }
}
