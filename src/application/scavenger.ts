/** The essential that tidies up: archives what is completed, ends what has expired, and brings due retries back to the queue. */

import { type Greenfield, type InvocationWindow, rangeOf } from '../domain/greenfield.js';
import { type Labourer, type TaskSettings, windowOf } from '../domain/labourer.js';
import { archive, expire, requeue } from '../domain/life.js';
import { type Token, tokenOfSlot } from '../domain/slots.js';
import type { Task } from '../domain/task.js';
import { type Transition, transformed } from '../domain/transition.js';
import type { AttemptPolicy } from './attempt-policy.js';
import { mapBounded } from './bounded.js';
import type { DeadTaskReporter } from './dead-task-reporter.js';
import type { Labourers } from './labourers.js';
import type { Clock } from './ports/clock.js';
import type { Logger } from './ports/logger.js';
import type { Page, PageKey, TaskStore } from './ports/task-store.js';
import type { QueueEnds } from './queue-ends.js';
import type { SlotBook } from './slot-book.js';
import type { TaskTrail } from './task-trail.js';
import { type TimeBudget, UNBOUNDED } from './time-budget.js';

const LABOURERS_AT_ONCE = 10;
/** Tasks a page of completed or expired ones. */
const PAGE_SIZE = 100;
/** Reports sent again in one pass: a topic that is down must not take the whole pass. */
const REPORTS_MAX = 100;

/** What a pass did for one labourer, in tasks. */
export interface ScavengedLabourer {
  readonly labourerId: string;
  readonly archived: number;
  readonly retried: number;
  readonly dead: number;
  readonly requeued: number;
  /** The pass ended early for this labourer; the next one goes on. */
  readonly error?: unknown;
}

/** What a Scavenger works with. */
export interface ScavengerPorts {
  readonly store: TaskStore;
  readonly labourers: Labourers;
  readonly slots: SlotBook;
  readonly queue: QueueEnds;
  readonly attempts: AttemptPolicy;
  readonly reporter: DeadTaskReporter;
  readonly trail: TaskTrail;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Tidies up after workers: what is completed, what has expired, what is due for its retry. */
export class Scavenger {
  readonly #ports: ScavengerPorts;
  readonly #settings: TaskSettings;

  constructor(ports: ScavengerPorts, settings: TaskSettings) {
    this.#ports = ports;
    this.#settings = settings;
  }

  /** One pass over all labourers, side by side. A labourer whose pass fails is reported and stops no other. */
  pass(budget: TimeBudget = UNBOUNDED): Promise<readonly ScavengedLabourer[]> {
    return mapBounded(this.#ports.labourers.all(), LABOURERS_AT_ONCE, (labourer) => this.#tidy(labourer, budget));
  }

  async #tidy(labourer: Labourer, budget: TimeBudget): Promise<ScavengedLabourer> {
    const done = { archived: 0, retried: 0, dead: 0, requeued: 0 };
    try {
      done.archived = await this.archiveTasks(labourer, budget);
      const ended = await this.handleExpiredTasks(labourer, budget);
      done.retried = ended.retried;
      done.dead = ended.dead;
      done.requeued = await this.retryTasks(labourer, budget);
      await this.#reportAgain(labourer);
      return { labourerId: labourer.id, ...done };
    } catch (error) {
      this.#ports.logger.error('the pass over a labourer failed; the next one goes on', {
        labourerId: labourer.id,
        error,
      });
      return { labourerId: labourer.id, ...done, error };
    }
  }

  /** Archives the labourer's completed tasks. Their number. */
  async archiveTasks(labourer: Labourer, budget: TimeBudget = UNBOUNDED): Promise<number> {
    const range = rangeOf('claimed', this.#window(labourer));
    let archived = 0;
    await this.#pages(
      budget,
      (after) =>
        this.#ports.store.open({ labourerId: labourer.id, range, completed: true, limit: PAGE_SIZE, ...after }),
      async (tasks, window) => {
        const made = await this.#apply(tasks.map((task) => archive(task, window.start)));
        await this.#ports.trail.write(
          'scavenger',
          'archived',
          made.map(({ after }) => after),
        );
        archived += made.length;
      },
      labourer,
    );
    return archived;
  }

  /** Ends the attempts of expired tasks: those with attempts left wait for their retry, the others are dead and reported. */
  async handleExpiredTasks(
    labourer: Labourer,
    budget: TimeBudget = UNBOUNDED,
  ): Promise<{ retried: number; dead: number }> {
    const range = rangeOf('expired', this.#window(labourer));
    const ended = { retried: 0, dead: 0 };
    await this.#pages(
      budget,
      (after) =>
        this.#ports.store.open({ labourerId: labourer.id, range, completed: false, limit: PAGE_SIZE, ...after }),
      async (tasks, window) => {
        const expiries = await Promise.all(
          tasks.map(async (task) => expire(task, await this.#ports.attempts.after(labourer, task), window.start)),
        );
        const made = await this.#apply(expiries);
        const freed = made.flatMap(({ before }): Token[] =>
          before.slot === undefined ? [] : [tokenOfSlot(before.slot)],
        );
        await this.#ports.slots.giveBack(labourer.id, freed);
        const dead = made.map(({ after }) => after).filter((task) => task.stage === 'dead');
        const retried = made.map(({ after }) => after).filter((task) => task.stage === 'retrying');
        await this.#ports.trail.write('scavenger', 'scheduled_for_retry', retried);
        await this.#ports.trail.write('scavenger', 'archived_dead', dead);
        await this.#ports.reporter.report(labourer, dead);
        ended.retried += retried.length;
        ended.dead += dead.length;
      },
      labourer,
    );
    return ended;
  }

  /** Brings every due retry to the head of the queue, the one that is due first nearest to the others. Their number. */
  async retryTasks(labourer: Labourer, budget: TimeBudget = UNBOUNDED): Promise<number> {
    const dueBy = this.#window(labourer).start;
    const limit = this.#settings.retryTasksLimit;
    let head: Greenfield | undefined;
    let requeued = 0;
    await this.#pages(
      budget,
      (after) => this.#ports.store.retrying({ labourerId: labourer.id, dueBy, limit, ...after }),
      async (tasks) => {
        const places = await this.#ports.queue.placesAtHead(labourer, tasks.length, head);
        const made = await this.#apply(tasks.map((task, index) => requeue(task, places[index] as Greenfield)));
        await this.#ports.trail.write(
          'scavenger',
          'ready_for_retry',
          made.map(({ after }) => after),
        );
        head = places.at(-1);
        requeued += made.length;
      },
      labourer,
    );
    return requeued;
  }

  async #reportAgain(labourer: Labourer): Promise<void> {
    const unreported = await this.#ports.store.unreported({ labourerId: labourer.id, limit: REPORTS_MAX });
    await this.#ports.reporter.report(labourer, unreported);
  }

  /** Works page after page while there is time; what is left is the next pass's. */
  async #pages(
    budget: TimeBudget,
    read: (after: { after?: PageKey }) => Promise<Page>,
    work: (tasks: readonly Task[], window: InvocationWindow) => Promise<void>,
    labourer: Labourer,
  ): Promise<void> {
    let next: PageKey | undefined;
    do {
      const page = await read(next === undefined ? {} : { after: next });
      if (page.tasks.length > 0) await work(page.tasks, this.#window(labourer));
      next = page.next;
    } while (next !== undefined && budget.hasTime());
  }

  /** The changes that were made, with the rows before and after. Stale ones belong to whoever was first. */
  async #apply(transitions: readonly Transition[]): Promise<{ before: Task; after: Task }[]> {
    const outcomes = await this.#ports.store.apply(transitions);
    return transitions.flatMap((transition, index) => {
      const outcome = outcomes[index];
      if (outcome?.outcome !== 'applied') return [];
      return [{ before: outcome.before, after: transformed(outcome.before, transition) }];
    });
  }

  #window(labourer: Labourer): InvocationWindow {
    return windowOf(labourer, this.#settings, this.#ports.clock.now());
  }
}
