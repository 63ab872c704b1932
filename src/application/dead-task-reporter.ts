/** Reports dead tasks at least once: a task is closed with its report pending, reported, and only then marked as reported. */

import { deadTaskReport } from '../domain/dead-task.js';
import type { Labourer } from '../domain/labourer.js';
import { confirmReport } from '../domain/life.js';
import type { Task } from '../domain/task.js';
import type { Notifier } from './ports/notifier.js';
import type { TaskStore } from './ports/task-store.js';

export class DeadTaskReporter {
  readonly #store: TaskStore;
  readonly #notifier: Notifier;

  constructor(store: TaskStore, notifier: Notifier) {
    this.#store = store;
    this.#notifier = notifier;
  }

  /** Sends the reports of tasks that are dead now. What did not arrive stays pending for the Scavenger's next pass. */
  async report(labourer: Labourer, dead: readonly Task[]): Promise<void> {
    if (dead.length === 0) return;
    const arrived = await this.#notifier.report(
      dead.map((task) => ({ target: labourer.report, ...deadTaskReport(labourer, task) })),
    );
    const confirmed = dead.filter((_, index) => arrived[index]);
    if (confirmed.length > 0) await this.#store.apply(confirmed.map(confirmReport));
  }
}
