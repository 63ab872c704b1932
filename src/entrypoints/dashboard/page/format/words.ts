/** What people read for the states, statuses and actions that the facts name. */

import type { BulkAction } from '../../../../application/bulk-target.js';
import type { WorldFacts } from '../../../../application/views/facts.js';

/** In the order of a task's life; people read `running` for invoked. */
export const STATES: readonly { readonly state: string; readonly name: string; readonly letter: string }[] = [
  { state: 'queued', name: 'queued', letter: 'Q' },
  { state: 'invoked', name: 'running', letter: 'R' },
  { state: 'expired', name: 'expired', letter: 'E' },
  { state: 'completed', name: 'completed', letter: 'C' },
  { state: 'retrying', name: 'waits to retry', letter: 'W' },
  { state: 'done', name: 'done', letter: '✓' },
  { state: 'dead', name: 'dead', letter: '✕' },
  { state: 'cancelled', name: 'cancelled', letter: '–' },
];

/** The name for people; a state that is not known is shown as it is. */
export const stateName = (state: string): string => STATES.find((known) => known.state === state)?.name ?? state;

/** A class of CSS: only what is known becomes part of one. */
export const stateClass = (state: string): string =>
  STATES.some((known) => known.state === state) ? `state-${state}` : 'state-other';

const STATUSES = ['Bad', 'Poor', 'Moderate', 'Good', 'High'] as const;

export const statusName = (status: number | null): string =>
  status === null ? 'not decided' : (STATUSES[status] ?? '?');

export const statusClass = (status: number | null): string =>
  status !== null && status in STATUSES ? `status-${status}` : 'status-none';

/** What each action is called on its button, and what it does. */
export const BULK_ACTIONS: Readonly<Record<BulkAction, { readonly label: string; readonly effect: string }>> = {
  retry: {
    label: 'Retry now',
    effect: 'Tasks that wait for their retry go back to the queue at once.',
  },
  redrive: {
    label: 'Redrive',
    effect: 'Dead and cancelled tasks begin a new life at the end of the queue.',
  },
  cancel: {
    label: 'Cancel tasks',
    effect: 'Waiting tasks are never started; running ones are asked to stop at their next check.',
  },
};

const ACTIONS: readonly BulkAction[] = ['retry', 'redrive', 'cancel'];

/** Actions that mean a task in one of these states. */
export const actionsFor = (
  states: readonly string[],
  { bulk_states: statesOf }: Pick<WorldFacts, 'bulk_states'>,
): readonly BulkAction[] => ACTIONS.filter((action) => statesOf[action].some((state) => states.includes(state)));
