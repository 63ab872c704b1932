/**
 * What must hold of every change that was made, whoever decided it: the invariants that production asserts. A broken one is data; it stops
 * nothing. Rows of an older system may lack fields, so of a row only that is told which the change itself did to it.
 */

import { claimedAt, greenfieldPhase } from './greenfield.js';
import type { LabourerId, TaskId } from './ids.js';
import { type Labourer, type TaskSettings, windowOf } from './labourer.js';
import { attemptLife, expiryOf, type LabourerRow } from './slots.js';
import { attemptsOfLife, isTerminal, type Task } from './task.js';
import { type EpochSeconds, later } from './time.js';
import { guardHolds, type Transition, type TransitionName } from './transition.js';

/** Their numbers, as docs/operations.md explains them. */
export type AssertedInvariant = 'I2' | 'I3' | 'I4' | 'I5' | 'I7';

/** One broken rule. */
export interface BrokenInvariant {
  readonly invariant: AssertedInvariant;
  /** What ought to hold: one of a few constant sentences. */
  readonly rule: string;
  readonly labourerId: LabourerId;
  /** Absent where a labourer's row is concerned. */
  readonly taskId?: TaskId;
}

/** What a change is judged by: the labourer as whoever decided it knows it, and the clock. */
export interface Circumstances {
  readonly labourer: Labourer;
  readonly settings: Pick<TaskSettings, 'invocationDelta'>;
  readonly now: EpochSeconds;
}

/** What the rules look at of a row: every change is looked at, so whole rows are not copied for it. */
type Looked = Pick<
  Task,
  | 'taskId'
  | 'labourerId'
  | 'stage'
  | 'createdAt'
  | 'greenfield'
  | 'attempts'
  | 'attemptsBase'
  | 'redrives'
  | 'slot'
  | 'completedAt'
  | 'closedAt'
  | 'desiredLaunchTime'
>;

/** A change that a store has made. */
interface Change {
  readonly before: Task;
  readonly transition: Transition;
  readonly after: Looked;
  readonly around: Circumstances;
}

interface Rule<Subject extends readonly unknown[]> {
  readonly invariant: AssertedInvariant;
  readonly rule: string;
  readonly holds: (...subject: Subject) => boolean;
}

/** By how much each transition changes the number of attempts; all others leave it. */
const attemptsBy = (name: TransitionName): number => (name === 'claim' ? 1 : name === 'release' ? -1 : 0);

const RULES_OF_CHANGES: readonly Rule<[change: Change]>[] = [
  {
    invariant: 'I2',
    rule: 'a terminal state is final until an operator redrives it',
    holds: ({ before, transition: { name }, after }) => {
      if (!isTerminal(before.stage)) return true;
      if (name === 'redrive') return before.stage !== 'done';
      return (name === 'freeSlot' || name === 'confirmReport') && after.stage === before.stage;
    },
  },
  {
    invariant: 'I2',
    rule: 'a redrive is counted, and begins a life without attempts',
    holds: ({ before, transition: { name }, after }) =>
      name !== 'redrive' || (after.redrives === (before.redrives ?? 0) + 1 && attemptsOfLife(after) === 0),
  },
  {
    invariant: 'I2',
    rule: 'the first completion counts',
    holds: ({ before, after }) => before.completedAt === undefined || after.completedAt === before.completedAt,
  },
  {
    invariant: 'I3',
    rule: 'a claim holds a token that outlives its attempt',
    holds: ({ transition: { name }, after, around: { labourer, settings } }) => {
      if (name !== 'claim') return true;
      const claimed = claimedAt(after.greenfield, settings.invocationDelta);
      // Claims are made at whole seconds; the year that was added may be no whole number.
      return expiryOf(after.slot) >= later(Math.round(claimed) as EpochSeconds, attemptLife(labourer));
    },
  },
  {
    invariant: 'I3',
    rule: "a claim finds no other claim's token on the row",
    holds: ({ before, transition: { name } }) => name !== 'claim' || before.slot === undefined,
  },
  {
    // Not of the claim: max_attempts may have been lowered while the task waited for a retry that it was promised.
    invariant: 'I4',
    rule: 'a task is tried again only while its life has attempts left',
    holds: ({ before, after, around: { labourer } }) =>
      after.stage !== 'retrying' || before.stage === 'retrying' || attemptsOfLife(before) < labourer.maxAttempts,
  },
  {
    invariant: 'I5',
    rule: 'a change is made only to the row that it was decided for',
    holds: ({ before, transition }) => guardHolds(before, transition),
  },
  {
    invariant: 'I5',
    rule: 'every claim has an attempt number of its own',
    holds: ({ before, transition: { name }, after }) => after.attempts === before.attempts + attemptsBy(name),
  },
  {
    invariant: 'I5',
    rule: 'only a task that waits is claimed, and none that was completed',
    holds: ({ before, transition: { name }, around }) =>
      name !== 'claim' || (before.completedAt === undefined && isQueued(before, around)),
  },
  {
    invariant: 'I7',
    rule: 'a change keeps the id and the labourer of its task',
    holds: ({ before, transition: { taskId, labourerId } }) =>
      before.taskId === taskId && before.labourerId === labourerId,
  },
];

const RULES_OF_ROWS: readonly Rule<[row: Looked, around: Circumstances]>[] = [
  {
    invariant: 'I7',
    rule: 'a task has an id, a labourer, a birth, a place and a whole number of attempts',
    holds: ({ taskId, labourerId, createdAt, greenfield, attempts, attemptsBase, redrives }) =>
      Boolean(taskId && labourerId) &&
      Number.isFinite(createdAt) &&
      Number.isFinite(greenfield) &&
      isCount(attempts) &&
      isCount(attemptsBase ?? 0) &&
      isCount(redrives ?? 0),
  },
  {
    invariant: 'I7',
    rule: 'a slot is a token and a nonce',
    holds: ({ slot }) => slot === undefined || Number.isFinite(expiryOf(slot)),
  },
  {
    invariant: 'I7',
    rule: 'a task that waits, or is done or dead, holds no slot',
    holds: (row, around) => {
      if (row.slot === undefined || row.stage === 'cancelled') return true;
      return row.stage === 'open' && !isQueued(row, around);
    },
  },
  {
    invariant: 'I7',
    rule: 'a task that waits for its retry has an instant to wait for',
    holds: ({ stage, desiredLaunchTime }) => stage !== 'retrying' || Number.isFinite(desiredLaunchTime),
  },
  {
    invariant: 'I7',
    rule: 'a closed task, and no other, has the instant of its end, and a done one that of its completion',
    holds: ({ stage, closedAt, completedAt }) =>
      isTerminal(stage)
        ? Number.isFinite(closedAt) && (stage !== 'done' || Number.isFinite(completedAt))
        : closedAt === undefined,
  },
];

/** What a change broke, of which the store says that it was made to the row `before`. */
export function brokenByChange(
  before: Task,
  transition: Transition,
  around: Circumstances,
): readonly BrokenInvariant[] {
  const after = lookedAfter(before, transition);
  const change: Change = { before, transition, after, around };
  const broken: BrokenInvariant[] = [];
  for (const rule of RULES_OF_CHANGES) {
    if (!rule.holds(change)) broken.push(told(rule, transition));
  }
  for (const rule of RULES_OF_ROWS) {
    if (!rule.holds(after, around) && rule.holds(before, around)) broken.push(told(rule, transition));
  }
  return broken;
}

/** The same as `transformed`, of what the rules look at only. */
function lookedAfter(before: Task, { to, set = UNSET, remove }: Transition): Looked {
  const keeps = (field: 'slot' | 'closedAt' | 'desiredLaunchTime') => remove === undefined || !remove.includes(field);
  return {
    taskId: before.taskId,
    labourerId: before.labourerId,
    stage: to,
    createdAt: before.createdAt,
    greenfield: set.greenfield ?? before.greenfield,
    attempts: set.attempts ?? before.attempts,
    attemptsBase: set.attemptsBase ?? before.attemptsBase,
    redrives: set.redrives ?? before.redrives,
    slot: keeps('slot') ? (set.slot ?? before.slot) : undefined,
    completedAt: set.completedAt ?? before.completedAt,
    closedAt: keeps('closedAt') ? (set.closedAt ?? before.closedAt) : undefined,
    desiredLaunchTime: keeps('desiredLaunchTime') ? (set.desiredLaunchTime ?? before.desiredLaunchTime) : undefined,
  };
}

const UNSET: NonNullable<Transition['set']> = {};

/** What a row broke with which a task was added. */
export const brokenByTask = (task: Task, around: Circumstances): readonly BrokenInvariant[] =>
  RULES_OF_ROWS.filter((rule) => !rule.holds(task, around)).map((rule) => told(rule, task));

/** A labourer's row that was written. */
export interface RowWrite {
  /** The row as it was in the version that was replaced; undefined where nobody has seen it. */
  readonly before: LabourerRow | undefined;
  readonly after: LabourerRow;
  /** Whether the replaced version is known to have been replaced before. */
  readonly isRepeated: boolean;
}

const RULES_OF_LABOURERS: readonly Rule<[write: RowWrite]>[] = [
  {
    invariant: 'I3',
    rule: 'the allowance is within the cap',
    holds: ({ after }) => after.allowance <= after.cap,
  },
  {
    invariant: 'I3',
    rule: "the allowance is within an operator's cap",
    holds: ({ after: { allowance, operatorCap = allowance } }) => allowance <= operatorCap,
  },
  {
    invariant: 'I3',
    rule: 'tokens never grow beyond the allowance',
    holds: (write) => !growsBySlots(write) || tokensOf(write.after) <= write.after.allowance,
  },
  {
    invariant: 'I3',
    rule: 'no token is given out while the labourer is paused',
    holds: (write) => !growsBySlots(write) || !write.after.paused,
  },
  {
    invariant: 'I3',
    rule: "a version of a labourer's row is replaced once",
    holds: ({ isRepeated }) => !isRepeated,
  },
  {
    invariant: 'I7',
    rule: "a labourer's row holds whole numbers",
    holds: ({ after: { labourerId, version, allowance, cap, operatorCap = 0, batches } }) =>
      labourerId !== '' &&
      [version, allowance, cap, operatorCap].every(isCount) &&
      [...batches].every(([expiresAt, count]) => Number.isFinite(expiresAt) && count > 0 && isCount(count)),
  },
];

/** What the writing of a labourer's row broke. */
export function brokenByRow(write: RowWrite): readonly BrokenInvariant[] {
  const { labourerId } = write.after;
  return RULES_OF_LABOURERS.filter((rule) => !rule.holds(write)).map((rule) => told(rule, { labourerId }));
}

/** Attempts of an older orchestrator's are counted with the first decision, however many they are (protocol, rule 12). */
function growsBySlots({ before, after }: RowWrite): boolean {
  return before !== undefined && before.decidedAt > 0 && tokensOf(after) > tokensOf(before);
}

/** All tokens of the row, whatever the clock says: a write that gives some out has dropped those that had expired by then. */
function tokensOf({ batches }: LabourerRow): number {
  let sum = 0;
  for (const count of batches.values()) sum += count;
  return sum;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const isQueued = ({ greenfield }: Looked, { labourer, settings, now }: Circumstances): boolean =>
  greenfieldPhase(greenfield, windowOf(labourer, settings, now)) === 'queued';

const told = (
  { invariant, rule }: Pick<BrokenInvariant, 'invariant' | 'rule'>,
  { labourerId, taskId }: { readonly labourerId: LabourerId; readonly taskId?: TaskId },
): BrokenInvariant => ({ invariant, rule, labourerId, ...(taskId === undefined ? {} : { taskId }) });
