/** The stores over which the vectors are run, with their tables open: rows go in and come out as they stand in them. */

import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteTaskStore } from '../../../src/adapters/sqlite/sqlite-task-store.js';
import type { StoreDatabase } from '../../../src/adapters/sqlite/store-database.js';
import { quoted, STATUS_COLUMN, type StoreNames, TASK_COLUMNS } from '../../../src/adapters/shared/store-names.js';
import type { TaskStore } from '../../../src/application/ports/task-store.js';
import type { LabourerId } from '../../../src/domain/ids.js';
import { type Json, type JsonObject, TERMINAL_STAGES } from '../../../src/domain/task.js';
import { tableColumns, type TableRow, taskOfWireRow, wireRowOfTask } from './wire-row.js';

export interface TaskTables {
  readonly store: TaskStore;
  readonly names: StoreNames;
  /** Puts rows into the tables; one that is there already, by table and id, stays. */
  load(rows: readonly TableRow[]): Promise<void>;
  /** Every row of the three tables. */
  rows(): Promise<readonly TableRow[]>;
  close(): void;
}

/** By name; `labourers` are those whose tasks may come up. */
export const STORES: Readonly<Record<string, (names: StoreNames, labourers: readonly LabourerId[]) => TaskTables>> = {
  memory: (names, labourers) => new MemoryTables(names, labourers),
  SQLite: (names) => new SqliteTables(names),
};

class MemoryTables implements TaskTables {
  readonly store = new MemoryTaskStore();
  readonly names: StoreNames;
  readonly #labourers: Set<LabourerId>;

  constructor(names: StoreNames, labourers: readonly LabourerId[]) {
    this.names = names;
    this.#labourers = new Set(labourers);
  }

  async load(rows: readonly TableRow[]): Promise<void> {
    const tasks = rows.map((row) => taskOfWireRow(row, this.names));
    for (const task of tasks) this.#labourers.add(task.labourerId);
    await this.store.add(tasks);
  }

  async rows(): Promise<readonly TableRow[]> {
    const limit = Number.MAX_SAFE_INTEGER;
    const pages = [...this.#labourers].flatMap((labourerId) => [
      this.store.open({ labourerId, range: {}, limit }),
      this.store.retrying({ labourerId, limit }),
      ...TERMINAL_STAGES.map((stage) => this.store.closed({ labourerId, stage, limit })),
    ]);
    return (await Promise.all(pages)).flatMap(({ tasks }) => tasks.map((task) => wireRowOfTask(task, this.names)));
  }

  close(): void {}
}

class SqliteTables implements TaskTables {
  readonly store: TaskStore;
  readonly names: StoreNames;
  readonly #database: StoreDatabase;

  constructor(names: StoreNames) {
    this.names = names;
    this.#database = openDatabase({ file: ':memory:', names });
    this.store = new SqliteTaskStore(this.#database);
  }

  async load(rows: readonly TableRow[]): Promise<void> {
    await this.#database.change(rows.length, () => {
      for (const { table, row } of rows) this.#insert(table, row);
    });
  }

  #insert(table: string, row: JsonObject): void {
    const { columns, foreign } = tableColumns(row, this.names);
    const values: Record<string, Json> = {
      ...columns,
      ...(Object.keys(foreign).length === 0 ? {} : { extra: JSON.stringify(foreign) }),
    };
    const written = this.#columnsOf(table).filter(({ column }) => values[column] !== undefined);
    const list = written.map(({ name }) => quoted(name)).join();
    this.#database
      .statement(`INSERT OR IGNORE INTO ${quoted(table)} (${list}) VALUES (${written.map(() => '?').join()})`)
      .run(...written.map(({ column }) => values[column]));
  }

  async rows(): Promise<readonly TableRow[]> {
    const { tasks, retry, closed } = this.names;
    return [tasks, retry, closed].flatMap((table) => this.#rowsOf(table).map((row) => ({ table, row })));
  }

  #rowsOf(table: string): JsonObject[] {
    const columns = this.#columnsOf(table);
    const list = columns.map(({ name }) => quoted(name)).join();
    const rows = this.#database.statement<Json[]>(`SELECT ${list} FROM ${quoted(table)}`).all();
    return rows.map((values) => {
      const named = columns.map(({ column, name }, index) => ({ column, name, value: values[index] }));
      const filled = named.filter(({ value }) => value !== null && value !== undefined);
      const own = filled.filter(({ column }) => column !== 'extra').map(({ name, value }) => [name, value]);
      const extra = filled.find(({ column }) => column === 'extra')?.value;
      return { ...Object.fromEntries(own), ...(extra === undefined ? {} : JSON.parse(String(extra))) };
    });
  }

  #columnsOf(table: string): { readonly column: string; readonly name: string }[] {
    const columns = TASK_COLUMNS.map((column) => ({ column, name: this.names.columns[column] }));
    return table === this.names.closed ? [...columns, { column: STATUS_COLUMN, name: STATUS_COLUMN }] : columns;
  }

  close(): void {
    this.#database.close();
  }
}
