/** Queues single tasks, outside of any job. */

import { RefusedError, SoswError } from '../domain/errors.js';
import { greenfield } from '../domain/greenfield.js';
import { labourerId, taskId } from '../domain/ids.js';
import type { Labourer } from '../domain/labourer.js';
import type { JsonObject, Task } from '../domain/task.js';
import { numberOfField, refuseForeignFields, separatedFields } from '../domain/task-fields.js';
import { payloadText } from '../domain/task-payload.js';
import { epochSeconds } from '../domain/time.js';
import type { Clock } from './ports/clock.js';
import type { IdSource } from './ports/id-source.js';
import type { TaskStore } from './ports/task-store.js';
import type { QueueEnds } from './queue-ends.js';

/** A task whose answer was lost is added again this often: adding is idempotent. */
const ADD_TRIES_MAX = 5;

export interface TaskCreatorPorts {
  readonly store: TaskStore;
  readonly queue: QueueEnds;
  readonly clock: Clock;
  readonly ids: IdSource;
}

export class TaskCreator {
  readonly #ports: TaskCreatorPorts;

  constructor(ports: TaskCreatorPorts) {
    this.#ports = ports;
  }

  /**
   * Queues one task behind all others. What `fields` hold beside a `payload` is laid over it. Automatic fields are refused unless they
   * equal what they would be anyway; with `strict: false` they are taken as given.
   */
  async create(labourer: Labourer, fields: JsonObject, { strict = true }: { strict?: boolean }): Promise<Task> {
    const { given, rest } = separatedFields(fields);
    const own = {
      task_id: this.#ports.ids.taskId(),
      labourer_id: labourer.id,
      created_at: this.#ports.clock.now(),
      attempts: 0,
    };
    if (strict) refuseForeignFields(given, own);
    const place = strict ? undefined : numberOfField(given, 'greenfield');
    const newest = place ?? (await this.#ports.queue.placeAtTail(labourer));
    if (strict) refuseForeignFields(given, { greenfield: newest });
    const task: Task = {
      taskId: taskId(String(given.task_id ?? own.task_id)),
      labourerId: labourerId(String(given.labourer_id ?? own.labourer_id)),
      stage: 'open',
      createdAt: epochSeconds(numberOfField(given, 'created_at') ?? own.created_at),
      greenfield: greenfield(newest),
      attempts: numberOfField(given, 'attempts') ?? own.attempts,
      payload: payloadText(rest),
    };
    await this.#add(task);
    return task;
  }

  async #add(task: Task): Promise<void> {
    for (let tries = 0; tries < ADD_TRIES_MAX; tries++) {
      const [outcome] = await this.#ports.store.add([task]);
      if (outcome === 'added') return;
      if (outcome !== 'known') continue;
      // Known after a lost answer is this very task.
      if (tries > 0) return;
      throw new RefusedError('task.known', { path: 'task_id', expected: 'a new id', found: task.taskId });
    }
    throw new SoswError('store.unavailable', `${task.taskId}: the task could not be confirmed; look for it`, {
      retryable: true,
    });
  }
}
