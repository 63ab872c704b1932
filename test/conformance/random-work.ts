/** Rounds of random work on stores by the dice of a seed, as data that one process can tell another. */

import type { Chance } from '../../src/application/ports/chance.js';
import type { LabourerRow } from '../../src/domain/slots.js';
import type { Task } from '../../src/domain/task.js';
import type { Transition } from '../../src/domain/transition.js';
import { aTask, jobId, labourerId, taskId } from '../support/a-task.js';
import type { Stores } from './company.js';
import { DECIDERS, extraNo, placeNo, ROW_DECIDERS, textNo } from './decisions.js';

export const WORKED_BY = ['some_function', 'another_function'].map(labourerId);
export const WORKED_JOB = jobId('worked');
const TASKS = 120;
export const WORKED_IDS = Array.from({ length: TASKS }, (_, index) => taskId(`t${index}`));

export type Call =
  | { readonly add: readonly Task[] }
  | { readonly apply: readonly Transition[] }
  | { readonly set: LabourerRow };

/** A whole number below the limit. */
export const below = (chance: Chance, limit: number): number => Math.floor(chance.next() * limit);

/** The task of an index as it is added. Each second one is of the job. */
export function workedTask(index: number): Task {
  return aTask(WORKED_IDS[index] as string, {
    labourerId: WORKED_BY[index % 2] as Task['labourerId'],
    greenfield: placeNo(index),
    payload: textNo(index),
    ...(index % 4 < 2 ? { jobId: WORKED_JOB } : {}),
    ...(index % 3 === 0 ? { extra: extraNo(index) } : {}),
  });
}

/** One to three calls, to be made at once, decided on what the stores hold now. */
export async function nextRound(stores: Stores, chance: Chance): Promise<readonly Call[]> {
  const calls: Call[] = [];
  for (let left = 1 + below(chance, 3); left > 0; left--) {
    calls.push(await (chance.next() < 0.15 ? rowCall(stores, chance) : taskCall(stores, chance)));
  }
  return calls;
}

async function taskCall({ tasks }: Stores, chance: Chance): Promise<Call> {
  const indexes = Array.from({ length: 1 + below(chance, 6) }, () => below(chance, TASKS));
  if (chance.next() < 0.3) return { add: indexes.map(workedTask) };
  const decided: Transition[] = [];
  for (const index of indexes) {
    const row = await tasks.get(WORKED_IDS[index] as Task['taskId']);
    if (row !== undefined) decided.push(...decidedOn(row, chance));
  }
  return decided.length === 0 ? { add: indexes.map(workedTask) } : { apply: decided };
}

export function decidedOn(row: Task, chance: Chance): readonly Transition[] {
  const deciders = DECIDERS[row.stage];
  return deciders.slice(below(chance, deciders.length)).flatMap((decide, skipped) => {
    return skipped > 0 ? [] : [decide(row, below(chance, 10))];
  });
}

async function rowCall({ ledger }: Stores, chance: Chance): Promise<Call> {
  const row = await ledger.read(WORKED_BY[below(chance, WORKED_BY.length)] as Task['labourerId']);
  const decide = ROW_DECIDERS[below(chance, ROW_DECIDERS.length)] ?? ((same: LabourerRow) => same);
  return { set: decide(row, below(chance, 10)) };
}

/** All calls are made before the first is answered. */
export const made = ({ tasks, ledger }: Stores, calls: readonly Call[]): Promise<readonly unknown[]> =>
  Promise.all(
    calls.map((call): Promise<unknown> => {
      if ('add' in call) return tasks.add(call.add);
      return 'apply' in call ? tasks.apply(call.apply) : ledger.compareAndSet(call.set);
    }),
  );

/** As one line; maps have no JSON of their own. */
export const told = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => (inner instanceof Map ? { entries: [...inner] } : inner));

export const heard = <Value>(line: string): Value =>
  JSON.parse(line, (_, inner) => (Array.isArray(inner?.entries) ? new Map(inner.entries) : inner));
