/** What is told of each labourer in figures: the same lines in the terminal, on the page, and in every comparison. */

import { ECO_STATUSES, type EcoStatus, ecoStatusName } from '../../../domain/ecology/eco-status.js';
import type { LabourerResult } from '../result.js';
import { inDollars, inPercent, inTime } from './amounts.js';

/** A figure of a labourer's result. */
export interface Measure {
  readonly label: string;
  /** What the label stands for, where a reader may wonder. */
  readonly meaning?: string;
  /** Undefined where the simulation has no such figure. */
  readonly of: (labourer: LabourerResult) => number | undefined;
  readonly text: (value: number) => string;
  /** Whether a large value is what nobody wants. */
  readonly isBad?: boolean;
}

const count = (value: number): string => value.toLocaleString('en-US');

/** What became of the tasks. */
export const TASKS: readonly Measure[] = [
  { label: 'created', of: ({ created }) => created, text: count },
  { label: 'done', of: ({ done }) => done, text: count },
  { label: 'dead', meaning: 'tasks that no attempt could do', of: ({ dead }) => dead, text: count, isBad: true },
  { label: 'open', meaning: 'tasks that had not ended when the simulation did', of: ({ open }) => open, text: count },
  {
    label: 'retries',
    meaning: 'attempts that failed or expired, and were made again',
    of: ({ retries }) => retries,
    text: count,
  },
  { label: 'invocations', of: ({ invocations }) => invocations, text: count },
];

/** How long it took. */
export const TIMES: readonly Measure[] = [
  {
    label: 'makespan',
    meaning: "from the first task's creation to the last one's end",
    of: ({ makespan }) => makespan,
    text: inTime,
  },
  {
    label: 'longest wait',
    meaning: 'the longest that any task stood in the queue',
    of: ({ longestWait }) => longestWait,
    text: inTime,
  },
  {
    label: 'slot use',
    meaning: 'share of the cap that was at work while tasks were queued',
    of: ({ slotUse }) => slotUse,
    text: inPercent,
  },
];

/** How the target fared. */
export const HEALTH: readonly Measure[] = [
  ...ECO_STATUSES.map(
    (status): Measure => ({
      label: ecoStatusName(status),
      meaning: `time at health ${ecoStatusName(status)}`,
      of: ({ timeIn }) => timeIn[status],
      text: inTime,
      isBad: isLow(status),
    }),
  ),
  {
    label: 'over limit',
    meaning: 'time in which a target was over the limit that the scenario gives it',
    of: ({ timeOverLimit }) => timeOverLimit,
    text: inTime,
    isBad: true,
  },
];

function isLow(status: EcoStatus): boolean {
  return status <= 1;
}

/** What it would have cost. */
export const COSTS: readonly Measure[] = [
  { label: 'worked', meaning: "the workers' own time", of: ({ workedSeconds }) => workedSeconds, text: inTime },
  {
    label: 'orchestration',
    meaning: 'DynamoDB, S3 and the functions of sosw itself, in US dollars',
    of: ({ cost }) => cost.orchestration,
    text: inDollars,
  },
  {
    label: 'workers',
    meaning: "the workers' runs, at the price that the scenario gives a second",
    of: ({ cost }) => cost.workers,
    text: inDollars,
  },
];

/** All of them, with the groups that tables are made of. */
export const MEASURES: Readonly<Record<string, readonly Measure[]>> = {
  Tasks: TASKS,
  Time: TIMES,
  Health: HEALTH,
  Cost: COSTS,
};

/** What a sweep is read for: how long it takes, what the target bears, what goes wrong, what it costs. */
export const SWEPT: readonly Measure[] = [
  { label: 'done', of: ({ done }) => done, text: count },
  { label: 'makespan', of: ({ makespan }) => makespan, text: inTime },
  { label: 'Bad or Poor', of: ({ timeIn }) => timeIn[0] + timeIn[1], text: inTime, isBad: true },
  { label: 'over limit', of: ({ timeOverLimit }) => timeOverLimit, text: inTime, isBad: true },
  { label: 'retries', of: ({ retries }) => retries, text: count },
  { label: 'dead', of: ({ dead }) => dead, text: count, isBad: true },
  { label: 'open', of: ({ open }) => open, text: count },
  { label: 'cost', of: ({ cost }) => cost.orchestration + cost.workers, text: inDollars },
];

/** What stands for a figure that there is none of. */
export const NO_FIGURE = '–';

/** The figure in words. */
export function measured({ of, text }: Measure, labourer: LabourerResult | undefined): string {
  const value = labourer === undefined ? undefined : of(labourer);
  return value === undefined ? NO_FIGURE : text(value);
}
