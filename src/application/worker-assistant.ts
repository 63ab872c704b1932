/**
 * The essential that workers call when they are done, or when they failed: it records that and hands the slot over. While they work they
 * may ask it whether their task was cancelled.
 */

import { type CancelQuestion, isWanted, readCancelQuestion } from '../domain/cancel-question.js';
import { SoswError } from '../domain/errors.js';
import type { LabourerId, TaskId } from '../domain/ids.js';
import { type Labourer, type TaskSettings, windowOf } from '../domain/labourer.js';
import { decideReport, type IgnoredMessage, type WorkerMessage } from '../domain/report.js';
import { tokenOfSlot } from '../domain/slots.js';
import type { Task } from '../domain/task.js';
import { type Transition, transformed } from '../domain/transition.js';
import { readWorkerMessage } from '../domain/worker-message.js';
import type { AttemptPolicy } from './attempt-policy.js';
import type { DeadTaskReporter } from './dead-task-reporter.js';
import type { HandOver } from './hand-over.js';
import type { Labourers } from './labourers.js';
import type { Clock } from './ports/clock.js';
import type { Logger } from './ports/logger.js';
import type { TaskStore } from './ports/task-store.js';
import type { TaskTrail } from './task-trail.js';

/** A message races with the Scavenger and with messages of other attempts; each lost race leaves fewer ways to lose the next. */
const TRIES_MAX = 5;

/**
 * `recorded`: the message changed the task. `ignored`: why there was nothing to change; both are success for the worker. `answered`: what
 * it asked.
 */
export type AssistantAnswer =
  | { readonly outcome: 'recorded' }
  | { readonly outcome: 'ignored'; readonly reason: IgnoredMessage; readonly labourerId: LabourerId }
  | { readonly outcome: 'answered'; readonly cancelled: boolean };

/** What a WorkerAssistant works with. */
export interface WorkerAssistantPorts {
  readonly store: TaskStore;
  readonly labourers: Labourers;
  readonly attempts: AttemptPolicy;
  readonly handOver: HandOver;
  readonly reporter: DeadTaskReporter;
  readonly trail: TaskTrail;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Records how tasks ended, and hands the slot that became free to the next task at once. */
export class WorkerAssistant {
  readonly #ports: WorkerAssistantPorts;
  readonly #settings: TaskSettings;

  constructor(ports: WorkerAssistantPorts, settings: TaskSettings) {
    this.#ports = ports;
    this.#settings = settings;
  }

  /**
   * Takes a worker's message, or answers its question. Idempotent: the same message again changes nothing. Rejects with `task.unknown` for
   * an id that is nowhere (no row is created), with a RefusedError for a message of another form, and `report.contended` (retryable).
   */
  async handle(event: unknown): Promise<AssistantAnswer> {
    const question = readCancelQuestion(event);
    if (question !== undefined) return this.#answer(question);
    const { taskId, message } = readWorkerMessage(event);
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const task = await this.#ports.store.get(taskId);
      if (task === undefined) throw unknownTask(taskId);
      const labourer = this.#ports.labourers.of(task.labourerId);
      const decision = await this.#decide(labourer, task, message);
      if ('ignored' in decision) {
        this.#ports.logger.info('a message changed nothing', {
          taskId,
          labourerId: labourer.id,
          reason: decision.ignored,
        });
        return { outcome: 'ignored', reason: decision.ignored, labourerId: labourer.id };
      }
      const [outcome] = await this.#ports.store.apply([decision.transition]);
      if (outcome?.outcome === 'applied') {
        await this.#follow(labourer, { before: outcome.before, transition: decision.transition, message });
        return { outcome: 'recorded' };
      }
      // Stale: somebody else was first. Unknown: perhaps this very message was. Either way the row tells, and a slot that an
      // unknown write may have freed is spent.
    }
    throw new SoswError('report.contended', `${taskId}: the message could not be recorded; send it again`, {
      retryable: true,
    });
  }

  /** Reads the row as it stands now: what an operator has just written is seen. */
  async #answer({ taskId, attempt }: CancelQuestion): Promise<AssistantAnswer> {
    const task = await this.#ports.store.get(taskId);
    if (task === undefined) throw unknownTask(taskId);
    return { outcome: 'answered', cancelled: !isWanted(task, attempt) };
  }

  async #decide(labourer: Labourer, task: Task, message: WorkerMessage) {
    const { attempts, clock } = this.#ports;
    return decideReport(task, message, {
      window: windowOf(labourer, this.#settings, clock.now()),
      archiveOnCompletion: labourer.archiveOnCompletion,
      afterFailure: message.outcome === 'failed' ? await attempts.after(labourer, task) : 'dead',
    });
  }

  /** What a recorded message entails: the trail, the report of a death, and the slot for the next task. */
  async #follow(
    labourer: Labourer,
    { before, transition, message }: { before: Task; transition: Transition; message: WorkerMessage },
  ): Promise<void> {
    const { trail, reporter, handOver } = this.#ports;
    const { to, remove = [] } = transition;
    const author = 'worker_assistant';
    await trail.write(author, message.outcome === 'failed' ? 'marked_as_failed' : 'marked_as_completed', [before]);
    if (to === 'done') await trail.write(author, 'archived', [before]);
    if (to === 'retrying') await trail.write(author, 'scheduled_for_retry', [before]);
    const freed = before.slot !== undefined && remove.includes('slot');
    const next = freed ? handOver.take(labourer, tokenOfSlot(before.slot)) : undefined;
    if (to === 'dead') {
      await trail.write(author, 'archived_dead', [before]);
      await reporter.report(labourer, [transformed(before, transition)]);
    }
    await next;
  }
}

const unknownTask = (taskId: TaskId): SoswError =>
  new SoswError('task.unknown', `${taskId}: no task of this id is queued, running, waiting for its retry or closed`);
