/** Operations for people: what was done to what, and how far it is. */

import type { OperationFacts } from '../../application/views/facts.js';
import { onOneLine } from './text-width.js';
import { inNumbers } from './wording.js';

/** `web: cap 5`, `12 tasks`, `state dead, text timeout`. */
export function targetText({ target }: OperationFacts): string {
  const { labourer_id, cap, task_ids, filter } = target;
  if (typeof labourer_id === 'string') {
    return `${labourer_id}${cap === undefined ? '' : `: cap ${cap === null ? 'as configured' : String(cap)}`}`;
  }
  if (Array.isArray(task_ids))
    return task_ids.length === 1 ? String(task_ids[0]) : `${inNumbers(task_ids.length)} tasks`;
  const pairs = Object.entries(filter ?? {}).map(([name, value]) => `${name} ${[value].flat().join(' or ')}`);
  return onOneLine(pairs.join(', '));
}

/** `done, 12 changed, 1 left as it was`. */
export function outcomeText({ state, changed, skipped, error }: OperationFacts): string {
  const left = skipped === null || skipped === 0 ? [] : [`${inNumbers(skipped)} left as they were`];
  const done = changed === null ? [] : [`${inNumbers(changed)} changed`];
  return [state, ...done, ...left, ...(error === null ? [] : [onOneLine(error)])].join(', ');
}
