/** How far an operation is: its action, a bar where the whole is known, and its counts. */

import type { OperationFacts } from '../../../../application/views/facts.js';
import { count } from '../format/numbers.js';
import { isGoing } from '../state/live.js';

export function OperationProgress({ operation }: { readonly operation: OperationFacts }) {
  const { action, state, changed, skipped, matched, error } = operation;
  const handled = (changed ?? 0) + (skipped ?? 0);
  const label = `${action}, ${state}`;
  return (
    <div class="progress">
      <p>
        <b>{action}</b> {isGoing(operation) ? 'goes on' : state}: {count(changed ?? 0)}
        {matched !== null && ` of ${count(matched)}`} changed
        {(skipped ?? 0) > 0 && `, ${count(skipped)} left as they were`}
      </p>
      {isGoing(operation) &&
        (matched === null ? (
          <progress aria-label={label} />
        ) : (
          <progress aria-label={label} max={Math.max(matched, 1)} value={handled} />
        ))}
      {error !== null && (
        <p class="bad-text">
          <bdi>{error}</bdi>
        </p>
      )}
    </div>
  );
}
