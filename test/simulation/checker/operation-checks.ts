/** Operations of an operator on many tasks: whoever works on one, and however often it is begun anew, each task is changed by it once. */

import type { Task } from '../../../src/domain/task.js';
import type { Checks } from './checks.js';
import type { Actor } from './task-checks.js';

export class OperationChecks {
  readonly #changed = new Set<string>();
  readonly #checks: Checks;

  constructor(checks: Checks) {
    this.#checks = checks;
  }

  changed(before: Task, after: Task, actor: Actor): void {
    if (actor.operationId === undefined || before.stage === after.stage) return;
    // What was cancelled may be redriven by somebody else in the middle of it, and is then another life that is cancelled.
    const life = after.stage === 'cancelled' ? ` ${after.redrives ?? 0}` : '';
    const change = `${actor.operationId} ${after.taskId}${life}`;
    const found = () => ({ by: actor.name, operation: actor.operationId, before, after });
    this.#checks.that('I2', !this.#changed.has(change), 'an operation changes a task once', found);
    this.#changed.add(change);
  }
}
