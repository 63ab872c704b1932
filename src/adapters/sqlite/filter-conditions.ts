/**
 * What a filter asks of a row, as SQL. Every column has a `+` before it: these conditions are held against the rows of a walk one by one, and
 * must never make SQLite leave the index that the walk goes by.
 */

import type { TaskFilter } from '../../application/ports/task-search.js';
import { UNHEARD } from '../../domain/error-group.js';
import { type GreenfieldPhase, type InvocationWindow, rangeOf } from '../../domain/greenfield.js';
import type { LabourerId } from '../../domain/ids.js';
import { TERMINAL_STAGES, type TaskStage, type TerminalStage } from '../../domain/task.js';
import { groupedBy } from '../shared/batches.js';
import { quoted, STATUS_COLUMN, type StoreNames, type TaskColumn } from '../shared/store-names.js';
import { allOf, type Condition, condition, isAmong, oneOf } from './condition.js';
import { ERROR_GROUP } from './error-group-function.js';
import { closedStatus } from './task-row.js';
import type { TableKind } from './task-table.js';

/** A labourer whose tasks are searched, with the borders of its phases. */
export interface Searched {
  readonly labourerId: LabourerId;
  readonly window: InvocationWindow;
}

const PHASES = ['queued', 'invoked', 'expired'] as const satisfies readonly GreenfieldPhase[];
const OF_OPEN = [...PHASES, 'completed'] as const;
type OpenState = (typeof OF_OPEN)[number];

const isOfUnheard = (stage: TaskStage): boolean => stage === 'retrying' || stage === 'dead';
const isOpenState = (state: string): state is OpenState => OF_OPEN.some((one) => one === state);

/** SQLite refuses patterns that are longer than 50,000 bytes. */
const PATTERN_MAX = 10_000;

export class FilterConditions {
  readonly #names: StoreNames;
  readonly #filter: TaskFilter;

  constructor(names: StoreNames, filter: TaskFilter) {
    this.#names = names;
    this.#filter = filter;
  }

  /** Stages in which tasks may stand that are asked for. */
  get stages(): readonly TaskStage[] {
    const stages = this.#stagesOfStates();
    return this.#filter.errorGroup === UNHEARD ? stages.filter(isOfUnheard) : stages;
  }

  #stagesOfStates(): readonly TaskStage[] {
    const { states = [], closedFrom, closedBefore } = this.#filter;
    const isAny = states.length === 0;
    const closed = TERMINAL_STAGES.filter((stage) => isAny || states.includes(stage));
    if (closedFrom !== undefined || closedBefore !== undefined) return closed;
    const open = isAny || states.some(isOpenState) ? (['open'] as const) : [];
    const retrying = isAny || states.includes('retrying') ? (['retrying'] as const) : [];
    return [...open, ...retrying, ...closed];
  }

  /** Whether the errors of rows have to be read for their groups. */
  get areGroupsMade(): boolean {
    const { errorGroup } = this.#filter;
    return errorGroup !== undefined && errorGroup !== UNHEARD;
  }

  /** What only the row itself tells, not an index. */
  ofRow(): readonly Condition[] {
    const { jobId, createdFrom, createdBefore, attemptsFrom, attemptsUpTo } = this.#filter;
    const created = this.column('created_at');
    const attempts = `coalesce(${this.column('attempts')}, 0)`;
    return [
      ...compared(`${this.column('job_id')} = ?`, jobId),
      ...compared(`${created} >= ?`, createdFrom),
      ...compared(`${created} < ?`, createdBefore),
      ...compared(`${attempts} >= ?`, attemptsFrom),
      ...compared(`${attempts} <= ?`, attemptsUpTo),
      ...this.#inErrorGroup(),
    ];
  }

  /** Of tasks without an error the stage decides: see `stages`. */
  #inErrorGroup(): readonly Condition[] {
    const { errorGroup } = this.#filter;
    const error = this.column('last_error');
    if (errorGroup === undefined) return [];
    if (errorGroup === UNHEARD) return [condition(`${error} IS NULL`)];
    return [condition(`${error} IS NOT NULL AND ${ERROR_GROUP}(${error}) = ?`, errorGroup)];
  }

  /** Only tasks of these stages, of a table whose rows are looked at whatever their labourer. */
  ofTable(table: TableKind, labourers: readonly Searched[]): readonly Condition[] {
    const ids = labourers.map(({ labourerId }) => labourerId);
    const isOfLabourers = this.#filter.labourerIds === undefined ? [] : [isAmong(this.column('labourer_id'), ids)];
    if (table === 'retrying') return isOfLabourers;
    if (table === 'open') return [...isOfLabourers, ...this.#inPhasesOf(labourers)];
    return [...isOfLabourers, ...this.#inStages(), ...this.closedWithin()];
  }

  #inStages(): readonly Condition[] {
    const stages = this.stages.filter((stage): stage is TerminalStage => stage !== 'open' && stage !== 'retrying');
    if (stages.length === TERMINAL_STAGES.length) return [];
    const endings = stages.map((stage) => closedStatus('' as LabourerId, stage));
    return [isAmong(`substr(${STATUS_COLUMN}, -2)`, endings)];
  }

  closedWithin(): readonly Condition[] {
    const { closedFrom, closedBefore } = this.#filter;
    const closed = quoted(this.#names.columns.closed_at);
    return [...compared(`${closed} >= ?`, closedFrom), ...compared(`${closed} < ?`, closedBefore)];
  }

  /** Labourers of equal durations have the same borders, so that this is short however many labourers there are. */
  #inPhasesOf(labourers: readonly Searched[]): readonly Condition[] {
    if (this.#openStates().length === OF_OPEN.length) return [];
    const groups = [...groupedBy(labourers, ({ window }) => window.expired).values()];
    const ofGroups = groups.map((group) => {
      const ids = group.map(({ labourerId }) => labourerId);
      const [first] = group;
      return allOf([isAmong(this.column('labourer_id'), ids), ...(first ? this.inPhases(first.window) : [])]);
    });
    return [oneOf(ofGroups)];
  }

  #openStates(): readonly OpenState[] {
    const { states = [] } = this.#filter;
    return states.length === 0 ? OF_OPEN : states.filter(isOpenState);
  }

  /** In one of the open states that are asked for; nothing where that is any. */
  inPhases(window: InvocationWindow): readonly Condition[] {
    const states = new Set(this.#openStates());
    if (states.size === OF_OPEN.length) return [];
    const completedAt = this.column('completed_at');
    const greenfield = this.column('greenfield');
    return [
      oneOf(
        [...states].map((state) => {
          if (state === 'completed') return condition(`${completedAt} IS NOT NULL`);
          const { above, upTo } = rangeOf(state, window);
          return allOf([
            condition(`${completedAt} IS NULL`),
            ...compared(`${greenfield} > ?`, above),
            ...compared(`${greenfield} <= ?`, upTo),
          ]);
        }),
      ),
    ];
  }

  /** The stretch of the queue outside of which no task is in any of the open states that are asked for. */
  placesWithin(window: InvocationWindow): readonly Condition[] {
    const states = this.#openStates();
    const phases = PHASES.filter((phase) => states.includes(phase));
    if (states.includes('completed')) return [];
    const ranges = phases.map((phase) => rangeOf(phase, window));
    const greenfield = quoted(this.#names.columns.greenfield);
    const above = Math.min(...ranges.map((range) => range.above ?? Number.NEGATIVE_INFINITY));
    const upTo = Math.max(...ranges.map((range) => range.upTo ?? Number.POSITIVE_INFINITY));
    return [
      ...(Number.isFinite(above) ? [condition(`${greenfield} > ?`, above)] : []),
      ...(Number.isFinite(upTo) ? [condition(`${greenfield} <= ?`, upTo)] : []),
    ];
  }

  /** The text stands in one of the places, whatever the case of ASCII's letters. LIKE has it so, in less than half the time of `lower`. */
  holdsText(text: string): Condition {
    const isPattern = text.length <= PATTERN_MAX && !text.includes('\0');
    const value = isPattern ? `%${text.replaceAll(/[\\%_]/g, '\\$&')}%` : text;
    const holds = (place: string) =>
      condition(isPattern ? `${place} LIKE ? ESCAPE '\\'` : `instr(lower(${place}), lower(?)) > 0`, value);
    const error = this.column('last_error');
    const inError = oneOf([holds(`${error} ->> '$.name'`), holds(`${error} ->> '$.message'`)]);
    return oneOf([
      holds(this.column('task_id')),
      holds(this.column('payload')),
      condition(`CASE WHEN json_valid(${error}) THEN ${inError.sql} ELSE FALSE END`, ...inError.values),
    ]);
  }

  column(name: TaskColumn): string {
    return `+${quoted(this.#names.columns[name])}`;
  }
}

const compared = (sql: string, value: unknown): readonly Condition[] =>
  value === undefined ? [] : [condition(sql, value)];
