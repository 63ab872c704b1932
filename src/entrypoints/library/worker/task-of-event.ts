/** The task in an event: which one it is, which attempt of it, and until when the attempt may take. */

import { generationOf } from '../next-sibling.js';

/** Absent in an event that nobody orchestrates, such as a call by hand. */
export interface TaskOfEvent {
  readonly id: string;
  /** From 1. Absent where an Orchestrator of the Python system started the worker. */
  readonly attempt?: number;
  /** Epoch seconds: when the attempt is given up and another may begin. */
  readonly deadline?: number;
  /** 0 for the run that the Orchestrator started, 1 for its sibling, and so on. */
  readonly generation: number;
}

export function taskOfEvent(event: unknown): TaskOfEvent | undefined {
  if (typeof event !== 'object' || event === null) return undefined;
  const fields = event as Readonly<Record<string, unknown>>;
  const { task_id: id } = fields;
  if (typeof id !== 'string' || id === '') return undefined;
  const attempt = countIn(fields.sosw_attempt);
  const deadline = countIn(fields.sosw_deadline);
  return {
    id,
    generation: generationOf(event),
    ...(attempt === undefined ? {} : { attempt }),
    ...(deadline === undefined ? {} : { deadline }),
  };
}

const countIn = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
