/** How a search goes about it: stretches of tables and indexes that are walked one after the other, in an order that never changes. */

import type { LabourerCounts } from '../../application/ports/task-counts.js';
import type { TaskFilter } from '../../application/ports/task-search.js';
import type { LabourerId } from '../../domain/ids.js';
import { isTerminal, type TaskStage, type TerminalStage } from '../../domain/task.js';
import { idsOfJob } from '../shared/ids-of-job.js';
import { quoted, STATUS_COLUMN, type StoreNames, type TaskColumn } from '../shared/store-names.js';
import { type Condition, condition } from './condition.js';
import { FilterConditions, type Searched } from './filter-conditions.js';
import { closedStatus } from './task-row.js';
import { type TableKind, tableOf } from './task-table.js';

/**
 * Ways of walking, in the order in which a search goes through them, one table after the other: a way of walking a table that is chosen anew
 * changes nothing for the tables behind it. `named` are the ids that begin with the text.
 */
const WAYS = ['named', 'queue', 'openRows', 'retries', 'archive', 'closedRows', 'job'] as const;
export type Way = (typeof WAYS)[number];
export const isWay = (text: unknown): text is Way => WAYS.some((way) => way === text);

export interface Stretch {
  readonly way: Way;
  /** Of several stretches of one way: a labourer, a labourer's stage, a table. */
  readonly name: string;
  readonly table: TableKind;
  /** What it is ordered by before the id, if anything. */
  readonly order?: 'greenfield' | 'closed_at';
  readonly descending: boolean;
  /** Where it begins and ends: found by an index. */
  readonly within: readonly Condition[];
  /** What is asked of each of its rows. */
  readonly which: readonly Condition[];
  /** How much longer one of its rows takes than one of a table that is walked in its own order. */
  readonly weight: number;
  /** Rows at most; undefined where they must be counted. */
  readonly rows?: number;
}

/** A row that an index leads to takes two to eight times as long as the next row of a table; one that need not be looked at, half as long. */
const BY_INDEX = 6;
const IN_INDEX = 0.5;
/** How much longer a row takes whose error's group must be made. */
const BY_GROUP = 6;

export interface Planned {
  readonly names: StoreNames;
  readonly filter: TaskFilter;
  readonly labourers: readonly Searched[];
  readonly stages: ReadonlyMap<LabourerId, LabourerCounts['stages']>;
  /** Whether the rows have to be looked at because no index has their order. */
  readonly isOrdered: boolean;
  /** A search that has begun to walk a table in one way goes on in it. */
  readonly begunAs?: Way | undefined;
}

/** Sorted by way and name. */
export function searchPlan(planned: Planned): readonly Stretch[] {
  return new SearchPlan(planned).stretches().toSorted((one, other) => (isStretchBefore(one, other) ? -1 : 1));
}

export function isStretchBefore(one: Pick<Stretch, 'way' | 'name'>, other: Pick<Stretch, 'way' | 'name'>): boolean {
  if (one.way !== other.way) return WAYS.indexOf(one.way) < WAYS.indexOf(other.way);
  return one.name < other.name;
}

class SearchPlan {
  readonly #planned: Planned;
  readonly #conditions: FilterConditions;

  constructor(planned: Planned) {
    this.#planned = planned;
    this.#conditions = new FilterConditions(planned.names, planned.filter);
  }

  stretches(): readonly Stretch[] {
    const factor = this.#conditions.areGroupsMade ? BY_GROUP : 1;
    return this.#ways().map((stretch) => ({ ...stretch, weight: stretch.weight * factor }));
  }

  #ways(): readonly Stretch[] {
    const { jobId } = this.#planned.filter;
    const tables = [...new Set(this.#conditions.stages.map(tableOf))];
    if (jobId !== undefined) {
      const { first, last } = idsOfJob(jobId);
      const within = [condition(`${this.#column('task_id')} BETWEEN ? AND ?`, first, last)];
      return tables.map((table) => ({ ...this.#byId('job', table), within }));
    }
    return [...tables.flatMap((table) => this.#named(table)), ...tables.flatMap((table) => this.#stretchesOf(table))];
  }

  /** Tasks whose ids begin with the text: what somebody asks for who has an id, or the beginning of one. They come first. */
  #named(table: TableKind): readonly Stretch[] {
    const { text } = this.#planned.filter;
    if (!text) return [];
    const which = [...this.#conditions.ofTable(table, this.#planned.labourers), ...this.#conditions.ofRow()];
    return [{ ...this.#byId('named', table), within: [this.#beginsWith(text)], which }];
  }

  #beginsWith(text: string): Condition {
    const id = this.#column('task_id');
    return condition(`(${id} >= ? AND ${id} < ?)`, text, `${text}\u{10ffff}`);
  }

  /** By index, unless the rows have to be looked at and are so many that the whole table is faster. */
  #stretchesOf(table: TableKind): readonly Stretch[] {
    const stages = this.#conditions.stages.filter((stage) => tableOf(stage) === table);
    const parts = this.#planned.labourers.flatMap((searched) => stages.map((stage) => this.#part(searched, stage)));
    if (table === 'retrying') return parts.filter(isFilled);
    const whole = { ...this.#byId(table === 'open' ? 'openRows' : 'closedRows', table), rows: this.#rowsOf(table) };
    const { begunAs } = this.#planned;
    const isBegun = begunAs === whole.way || begunAs === parts[0]?.way;
    const rows = parts.reduce((sum, part) => sum + (part.rows ?? 0), 0);
    const isWhole = isBegun ? begunAs === whole.way : this.#looksAtRows && rows * BY_INDEX > whole.rows;
    return isWhole ? [whole] : parts.filter(isFilled);
  }

  #part(searched: Searched, stage: TaskStage): Stretch {
    const rows = this.#planned.stages.get(searched.labourerId)?.[stage] ?? 0;
    if (stage === 'open') return { ...this.#queue(searched), rows };
    return { ...(isTerminal(stage) ? this.#archive(searched, stage) : this.#retries(searched)), rows };
  }

  #queue({ labourerId, window }: Searched): Stretch {
    const isOfLabourer = condition(`${this.#column('labourer_id')} = ?`, labourerId);
    return {
      way: 'queue',
      name: labourerId,
      table: 'open',
      order: 'greenfield',
      descending: false,
      within: [isOfLabourer, ...this.#conditions.placesWithin(window)],
      which: [...this.#conditions.inPhases(window), ...this.#ofRow()],
      weight: this.#looksAtRows ? BY_INDEX : IN_INDEX,
    };
  }

  #retries({ labourerId }: Searched): Stretch {
    return {
      way: 'retries',
      name: labourerId,
      table: 'retrying',
      descending: false,
      within: [condition(`${this.#column('labourer_id')} = ?`, labourerId)],
      which: this.#ofRow(),
      weight: 1,
    };
  }

  /** The newest first. */
  #archive({ labourerId }: Searched, stage: TerminalStage): Stretch {
    const status = closedStatus(labourerId, stage);
    return {
      way: 'archive',
      name: status,
      table: 'closed',
      order: 'closed_at',
      descending: true,
      within: [condition(`${STATUS_COLUMN} = ?`, status), ...this.#conditions.closedWithin()],
      which: this.#ofRow(),
      weight: BY_INDEX,
    };
  }

  #byId(way: Way, table: TableKind): Stretch {
    const ofTable = this.#conditions.ofTable(table, this.#planned.labourers);
    return { way, name: table, table, descending: false, within: [], which: [...ofTable, ...this.#ofRow()], weight: 1 };
  }

  /** What is asked of every row, but of those that were found by their names already. */
  #ofRow(): readonly Condition[] {
    const { text, jobId } = this.#planned.filter;
    if (!text) return this.#conditions.ofRow();
    const { sql, values } = this.#beginsWith(text);
    const isNew = jobId === undefined ? [condition(`NOT ${sql}`, ...values)] : [];
    return [...this.#conditions.ofRow(), ...isNew, this.#conditions.holdsText(text)];
  }

  get #looksAtRows(): boolean {
    return this.#planned.isOrdered || this.#ofRow().length > 0;
  }

  #rowsOf(table: TableKind): number {
    let rows = 0;
    for (const stages of this.#planned.stages.values()) {
      for (const [stage, count] of Object.entries(stages)) if (tableOf(stage as TaskStage) === table) rows += count;
    }
    return rows;
  }

  #column(name: TaskColumn): string {
    return quoted(this.#planned.names.columns[name]);
  }
}

/** Most labourers have no task in most stages. */
const isFilled = ({ rows }: Stretch): boolean => rows !== 0;
