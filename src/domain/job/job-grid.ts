/** A job's tasks as a table of states: the dimensions that tell its tasks apart are found in their payloads, two of them (or joined ones) are its axes. */

import { RefusedError } from '../errors.js';
import type { TaskId } from '../ids.js';
import type { TaskState } from '../task.js';

/** A task, as far as a grid is interested. */
export interface GridTask {
  readonly taskId: TaskId;
  readonly state: TaskState;
  /** As `payloadAttributes` gave them; undefined for a payload that can't be read. */
  readonly attributes: ReadonlyMap<string, string> | undefined;
}

/** Which dimensions are the axes, several joined; absent: dates (or the last dimension) are columns, the others together are rows. */
export interface GridAxes {
  readonly rows?: readonly string[];
  readonly columns?: readonly string[];
}

export interface GridCell {
  readonly states: Readonly<Partial<Record<TaskState, number>>>;
  /** Of the first task in the job's order. */
  readonly taskId: TaskId;
}

export interface JobGrid {
  readonly dimensions: readonly string[];
  /** Empty where no dimension is left for the axis; it then has one nameless place. */
  readonly rowName: string;
  readonly columnName: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** By row, then column; undefined where the job has no task. */
  readonly cells: readonly (readonly (GridCell | undefined)[])[];
  /** Tasks in rows and columns beyond the bound. */
  readonly leftOut: number;
}

/** What a row or column is called whose tasks' payloads can't be read, and one whose tasks don't have the attribute. */
const UNREADABLE = '?';
const ABSENT = '–';
const SEPARATOR = ' › ';

/**
 * Lays tasks, in the job's order, into a grid of at most `most` rows and columns; what stands beyond is counted. Dates stand in their own
 * order, other values in the job's. Throws RefusedError `grid.dimension` for an axis that does not tell the tasks apart.
 */
export function jobGrid(tasks: readonly GridTask[], axes: GridAxes, most: number): JobGrid {
  const found = dimensionsOf(tasks);
  const dimensions = found.map(({ name }) => name);
  const names = chosenAxes(found, axes);
  const rows = new Axis(names.rows, found);
  const columns = new Axis(names.columns, found);
  const table = new Map<string, Map<string, OpenCell>>();
  for (const task of tasks) count(task, table, rows.place(task), columns.place(task));

  const [shownRows, shownColumns] = [rows.values(most), columns.values(most)];
  const cells = shownRows.map((row) => shownColumns.map((name) => table.get(row)?.get(name)));
  const shown = cells.flat().reduce((sum, cell) => sum + (cell?.tasks ?? 0), 0);
  return {
    dimensions,
    rowName: names.rows.join(SEPARATOR),
    columnName: names.columns.join(SEPARATOR),
    rows: shownRows,
    columns: shownColumns,
    cells,
    leftOut: tasks.length - shown,
  };
}

interface OpenCell extends GridCell {
  readonly states: Partial<Record<TaskState, number>>;
  tasks: number;
}

function count(task: GridTask, table: Map<string, Map<string, OpenCell>>, row: string, column: string): void {
  const line = table.get(row) ?? new Map<string, OpenCell>();
  const cell = line.get(column) ?? { states: {}, taskId: task.taskId, tasks: 0 };
  cell.states[task.state] = (cell.states[task.state] ?? 0) + 1;
  cell.tasks += 1;
  line.set(column, cell);
  table.set(row, line);
}

/** The places of one axis, gathered while tasks are placed. */
class Axis {
  readonly #names: readonly string[];
  readonly #isOfDates: boolean;
  readonly #values = new Set<string>();

  constructor(names: readonly string[], dimensions: readonly Dimension[]) {
    this.#names = names;
    this.#isOfDates = names.length === 1 && dimensions.some(({ name, isOfDates }) => name === names[0] && isOfDates);
  }

  place({ attributes }: GridTask): string {
    const value =
      attributes === undefined ? UNREADABLE : this.#names.map((name) => attributes.get(name) ?? ABSENT).join(SEPARATOR);
    this.#values.add(value);
    return value;
  }

  values(most: number): readonly string[] {
    const values = [...this.#values];
    return (this.#isOfDates ? values.sort() : values).slice(0, most);
  }
}

interface Dimension {
  readonly name: string;
  readonly isOfDates: boolean;
}

/** Days, months, weeks, instants, and lists or stretches of them. */
const DATES =
  /^(?:\d{4}-(?:\d{2}(?:-\d{2}(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?)?|W\d{2})(?:[,/ …]+|$))+(?:\(\d+\))?$/;

/** The attributes that differ between the tasks, in the payloads' order, dates first. */
function dimensionsOf(tasks: readonly GridTask[]): readonly Dimension[] {
  const seen = new Map<string, { first: string; times: number; differs: boolean; isOfDates: boolean }>();
  let readable = 0;
  for (const { attributes } of tasks) {
    if (attributes === undefined) continue;
    readable += 1;
    for (const [name, value] of attributes) {
      const known = seen.get(name);
      if (known === undefined) {
        seen.set(name, { first: value, times: 1, differs: false, isOfDates: isDate(name, value) });
        continue;
      }
      known.times += 1;
      if (value === known.first) continue;
      known.differs = true;
      known.isOfDates &&= isDate(name, value);
    }
  }
  const found = [...seen].filter(([, { differs, times }]) => differs || times < readable);
  const dimensions = found.map(([name, { isOfDates }]) => ({ name, isOfDates }));
  return [...dimensions.filter(({ isOfDates }) => isOfDates), ...dimensions.filter(({ isOfDates }) => !isOfDates)];
}

const isDate = (name: string, value: string): boolean => name === 'date_list' || DATES.test(value);

function chosenAxes(dimensions: readonly Dimension[], { rows, columns }: GridAxes): Required<GridAxes> {
  const names = dimensions.map(({ name }) => name);
  for (const name of [...(rows ?? []), ...(columns ?? [])]) refuseUnknown(name, names);
  const across =
    columns ??
    usualColumn(
      dimensions.filter(({ name }) => rows?.includes(name) !== true),
      rows,
    );
  return { rows: rows ?? names.filter((name) => !across.includes(name)), columns: across };
}

/** Dates, or the last dimension; a single one that is no date stands in rows, which have room for its texts. */
function usualColumn(free: readonly Dimension[], rows: GridAxes['rows']): readonly string[] {
  const chosen = free.find(({ isOfDates }) => isOfDates) ?? free.at(-1);
  if (chosen === undefined || (!chosen.isOfDates && rows === undefined && free.length === 1)) return [];
  return [chosen.name];
}

function refuseUnknown(name: string, dimensions: readonly string[]): void {
  if (dimensions.includes(name)) return;
  throw new RefusedError('grid.dimension', {
    path: 'rows or columns',
    expected: dimensions.length === 0 ? 'none: the tasks do not differ' : `one of ${dimensions.join(', ')}`,
    found: name,
  });
}
