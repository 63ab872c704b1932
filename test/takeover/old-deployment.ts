/** What is there before the takeover: the tables of a Python deployment with a row in every state that it leaves, and queue files. */

import {
  oldId,
  closedCopy,
  ghost,
  type OldItem,
  type OldTable,
  type OldTask,
  oldTask,
  retryCopy,
  YEAR,
} from './old-rows.js';

/** How a task has to end. `runs`: how often the new system may start it. */
export interface Expected {
  readonly id: string;
  readonly what: string;
  readonly ends: 'done' | 'dead';
  readonly runs: number;
}

const SOME = 'some_function';
const MEASURED = 'measured_function';
/** `duration` and `cooldown` of both labourers are over. */
const LONG_AGO = 2000;

/** Tasks whose worker reports a failure at first, or nothing at all. */
export const FAILS = 'queued 1';
export const SILENT = 'queued 2';
/** Tasks whose completion reaches an assistant of the old system, which is still there: one runs, the other waits for its retry by then. */
export const BY_OLD_ASSISTANT = 'queued 3';
export const LATE_BY_OLD_ASSISTANT = 'expired, completed late';

export class OldDeployment {
  readonly rows: { readonly table: OldTable; readonly item: OldItem }[] = [];
  readonly expected: Expected[] = [];
  /** Tasks that workers of the old orchestrator are at. */
  readonly running: string[] = [];
  readonly ids = new Map<string, string>();
  readonly #now: number;

  constructor(now: number) {
    this.#now = now;
    this.#queuedAndRunning();
    this.#ended();
    this.#waiting();
    this.#halfMoved();
    this.#ghosts();
  }

  /** The id of the task with this description. */
  idOf(what: string): string {
    const id = this.ids.get(what);
    if (id === undefined) throw new Error(`there is no task that is ${what}`);
    return id;
  }

  #queuedAndRunning(): void {
    for (let n = 1; n <= 4; n++) this.#queued(`queued ${n}`, { labourer: SOME, greenfield: 1000 * (n + 1) });
    for (let n = 1; n <= 5; n++) this.#queued(`measured ${n}`, { labourer: MEASURED, greenfield: 1000 * (n + 1) });
    const invalid = this.#task('queued without a payload', { labourer: SOME, greenfield: 9000, payload: 'not JSON' });
    this.#expect('queued without a payload', 'dead', 0);
    this.#put('sosw_tasks', invalid);

    for (const attempts of [1, 2]) {
      const what = `running, attempt ${attempts}`;
      this.#put('sosw_tasks', this.#task(what, { labourer: SOME, greenfield: this.#claimed(100), attempts }));
      this.#expect(what, 'done', 0);
      this.running.push(this.idOf(what));
    }
  }

  #ended(): void {
    const numbers = { completed_at: this.#now - 300, stat_rows: 7 };
    const completed = {
      labourer: SOME,
      greenfield: this.#claimed(400),
      attempts: 1,
      numbers,
      texts: { result_a: 'b' },
    };
    this.#put('sosw_tasks', this.#task('completed', completed));
    this.#expect('completed', 'done', 0);

    this.#put(
      'sosw_tasks',
      this.#task('expired', { labourer: SOME, greenfield: this.#claimed(LONG_AGO), attempts: 1 }),
    );
    this.#expect('expired', 'done', 1);
    const late = { labourer: SOME, greenfield: this.#claimed(LONG_AGO), attempts: 1 };
    this.#put('sosw_tasks', this.#task(LATE_BY_OLD_ASSISTANT, late));
    this.#expect(LATE_BY_OLD_ASSISTANT, 'done', 0);
    const last = { labourer: SOME, greenfield: this.#claimed(LONG_AGO), attempts: 3 };
    this.#put('sosw_tasks', this.#task('expired for the last time', last));
    this.#expect('expired for the last time', 'dead', 0);

    this.#put('sosw_closed_tasks', closedCopy(this.#completed('closed'), this.#now - 200));
    this.#expect('closed', 'done', 0);
    const dead = this.#task('closed as dead', { labourer: SOME, greenfield: this.#claimed(LONG_AGO), attempts: 3 });
    this.#put('sosw_closed_tasks', closedCopy(dead, this.#now - 200));
    this.#expect('closed as dead', 'done', 1);
  }

  #waiting(): void {
    this.#put('sosw_retry_tasks', this.#waitingFor('due', -10));
    this.#expect('due', 'done', 1);
    this.#put('sosw_retry_tasks', this.#waitingFor('not due', 300));
    this.#expect('not due', 'done', 1);
  }

  /** The old Scavenger died between its two writes. */
  #halfMoved(): void {
    const completed = this.#completed('completed, half archived');
    this.#put('sosw_tasks', completed);
    this.#put('sosw_closed_tasks', closedCopy(completed, this.#now - 60));
    this.#expect('completed, half archived', 'done', 0);

    const dead = this.#task('dead, half archived', {
      labourer: SOME,
      greenfield: this.#claimed(LONG_AGO),
      attempts: 3,
    });
    this.#put('sosw_tasks', dead);
    this.#put('sosw_closed_tasks', closedCopy(dead, this.#now - 60));
    this.#expect('dead, half archived', 'dead', 0);

    const expired = this.#task('expired, half moved', {
      labourer: SOME,
      greenfield: this.#claimed(LONG_AGO),
      attempts: 1,
    });
    this.#put('sosw_tasks', expired);
    this.#put('sosw_retry_tasks', retryCopy(expired, this.#now + 200));
    this.#expect('expired, half moved', 'done', 1);

    const late = this.#completed('half moved, then completed');
    const { completed_at: _late, ...unfinished } = late;
    this.#put('sosw_tasks', late);
    this.#put('sosw_retry_tasks', retryCopy(unfinished, this.#now - 5));
    this.#expect('half moved, then completed', 'done', 0);

    const archived = this.#completed('half moved, then archived');
    const { completed_at: _archived, ...waiting } = archived;
    this.#put('sosw_closed_tasks', closedCopy(archived, this.#now - 60));
    this.#put('sosw_retry_tasks', retryCopy(waiting, this.#now - 5));
    this.#expect('half moved, then archived', 'done', 0);
  }

  #ghosts(): void {
    this.#put('sosw_retry_tasks', this.#waitingFor('due, completed late', -20));
    this.#put('sosw_tasks', ghost(this.idOf('due, completed late'), 'completed_at', this.#now - 15));
    this.#expect('due, completed late', 'done', 0);

    this.#put('sosw_retry_tasks', this.#waitingFor('due, failed late', -30));
    this.#put('sosw_tasks', ghost(this.idOf('due, failed late'), 'failed_attempts', 1));
    this.#expect('due, failed late', 'done', 1);

    this.#put('sosw_closed_tasks', closedCopy(this.#completed('closed, completed twice'), this.#now - 100));
    this.#put('sosw_tasks', ghost(this.idOf('closed, completed twice'), 'completed_at', this.#now - 90));
    this.#expect('closed, completed twice', 'done', 0);
  }

  #queued(what: string, task: OldTask): void {
    this.#put('sosw_tasks', this.#task(what, task));
    this.#expect(what, 'done', what === FAILS || what === SILENT ? 2 : 1);
  }

  #completed(what: string): OldItem {
    const numbers = { completed_at: this.#now - 300 };
    return this.#task(what, { labourer: SOME, greenfield: this.#claimed(400), attempts: 1, numbers });
  }

  #waitingFor(what: string, dueIn: number): OldItem {
    const task = this.#task(what, { labourer: SOME, greenfield: this.#claimed(LONG_AGO), attempts: 1 });
    return retryCopy(task, this.#now + dueIn);
  }

  /** The greenfield of a task that was invoked so many seconds ago. */
  #claimed(ago: number): number {
    return this.#now - ago + YEAR;
  }

  #task(what: string, task: OldTask): OldItem {
    const id = oldId();
    this.ids.set(what, id);
    return oldTask(this.#now, { ...task, id });
  }

  #expect(what: string, ends: 'done' | 'dead', runs: number): void {
    this.expected.push({ id: this.idOf(what), what, ends, runs });
  }

  #put(table: OldTable, item: OldItem): void {
    this.rows.push({ table, item });
  }
}

/** Queue files of the old Scheduler: one that waited for a sibling, one that it died at. A row is a task's payload and its labourer. */
export const OLD_QUEUE_FILES: Readonly<Record<string, readonly string[]>> = {
  'tasks_queue_2b7d6a0c5e1f4f7d9b1c.txt': ['plain 1', 'plain 2', 'plain 3'],
  'locked_tasks_queue_9f0e1d2c3b4a59687766.txt': ['locked 1', 'locked 2'],
};

export const oldQueueRow = (note: string): string => JSON.stringify({ labourer_id: MEASURED, note });
