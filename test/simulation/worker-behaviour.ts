/** What simulated workers do with an attempt: decided by the seed, the task and the attempt alone, so that every run agrees. */

import { SeededChance } from '../../src/adapters/memory/seeded-chance.js';
import type { Labourer } from '../../src/domain/labourer.js';
import type { JsonObject } from '../../src/domain/task.js';
import type { Attempt } from '../support/world/attempt-book.js';

/** A message to the WorkerAssistant, so many seconds after the one before it or after the attempt's end. */
interface PlannedMessage {
  readonly after: number;
  readonly event: JsonObject;
  /** Workers that call synchronously repeat a message whose answer was lost. */
  readonly repeats: boolean;
}

interface Behaviour {
  /** Seconds of work. */
  readonly runs: number;
  readonly messages: readonly PlannedMessage[];
}

type BehaviourKind =
  | 'completes'
  | 'fails'
  | 'hangs'
  | 'completes twice'
  | 'falls silent'
  | 'completes late'
  | 'fails late'
  | 'fails, then completes'
  | 'completes without a number';

/** Share of each kind, of 100. */
const SHARES: readonly (readonly [BehaviourKind, number])[] = [
  ['completes', 55],
  ['fails', 12],
  ['hangs', 6],
  ['completes twice', 5],
  ['falls silent', 4],
  ['completes late', 5],
  ['fails late', 3],
  ['fails, then completes', 4],
  ['completes without a number', 6],
];

function behaviourKind(attempt: Attempt, seed: number): BehaviourKind {
  let dice = new SeededChance(hash(`${seed} ${attempt.taskId} ${attempt.number}`)).next() * 100;
  for (const [kind, share] of SHARES) {
    dice -= share;
    if (dice < 0) return kind;
  }
  return 'completes';
}

export function behaviourOf(attempt: Attempt, labourer: Labourer, seed: number): Behaviour {
  const chance = new SeededChance(hash(`${attempt.number} ${attempt.taskId} ${seed}`)).next();
  const runs = 1 + Math.floor(chance * (labourer.duration - 2));
  const completed = { action: 'mark_task_as_completed', task_id: attempt.taskId, attempt: attempt.number };
  const failed = {
    action: 'mark_task_as_failed',
    task_id: attempt.taskId,
    attempt: attempt.number,
    error: { name: 'Simulated', message: `attempt ${attempt.number} failed` },
  };
  const message = (event: JsonObject, after = 0): PlannedMessage => ({ event, after, repeats: true });
  // Late enough for the attempt to have expired, and often for the next one to run.
  const late = labourer.duration + labourer.cooldown + 30 + Math.floor(chance * 600);
  switch (behaviourKind(attempt, seed)) {
    case 'completes':
      return { runs, messages: [message(completed)] };
    case 'fails':
      return { runs, messages: [message(failed)] };
    case 'hangs':
      return { runs: labourer.duration, messages: [] };
    case 'completes twice':
      return { runs, messages: [message(completed), message(completed, 5)] };
    case 'falls silent':
      return { runs, messages: [] };
    case 'completes late':
      return { runs, messages: [message(completed, late)] };
    case 'fails late':
      return { runs, messages: [message(failed, late)] };
    case 'fails, then completes':
      return { runs, messages: [message(failed), message(completed, late)] };
    case 'completes without a number': {
      const { attempt: _number, ...unnumbered } = completed;
      return { runs, messages: [{ event: unnumbered, after: 0, repeats: false }] };
    }
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ character.charCodeAt(0), 0x01000193);
  return value >>> 0;
}
