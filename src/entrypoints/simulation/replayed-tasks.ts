/** Feeds recorded events into the simulated world, one read ahead, and remembers how the attempts of recorded tasks go. */

import { RefusedError } from '../../domain/errors.js';
import type { TaskManager } from '../../application/task-manager.js';
import type { Scheduler } from '../../application/scheduler.js';
import type { Labourers } from '../../application/labourers.js';
import { jobId } from '../../domain/ids.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { RecordedEvent } from './recorded-event.js';
import type { SimulatedTime } from './simulated-time.js';
import type { KnownAttempt } from './workplace.js';

type RecordedTask = Extract<RecordedEvent, { readonly labourer: string }>;

/** What a replay works with. */
export interface ReplayParts {
  readonly time: SimulatedTime;
  readonly tasks: TaskManager;
  readonly scheduler: Scheduler;
  readonly labourers: Labourers;
}

export class ReplayedTasks {
  readonly #records = new Map<string, RecordedTask>();
  #events = 0;

  /** How an attempt of a replayed task goes; undefined for every other task. */
  known(taskId: string, attempt: number): KnownAttempt | undefined {
    const record = this.#records.get(taskId);
    if (record === undefined) return undefined;
    const { duration, failures } = record;
    return {
      ...(duration === undefined ? {} : { work: duration }),
      ...(failures === undefined ? {} : { fails: attempt <= failures }),
    };
  }

  /** Forgets a task that has ended. */
  forget(taskId: string): void {
    this.#records.delete(taskId);
  }

  /** Plans the first event; each plans the one behind it. */
  follow(first: RecordedEvent, rest: AsyncIterator<RecordedEvent> | Iterator<RecordedEvent>, parts: ReplayParts): void {
    const { time } = parts;
    const plan = (event: RecordedEvent): void =>
      time.at(Math.max(event.at, time.now()), async () => {
        await this.#happen(event, parts);
        const next = await rest.next();
        if (next.done !== true) plan(next.value);
      });
    plan(first);
  }

  async #happen(event: RecordedEvent, { tasks, scheduler, labourers }: ReplayParts): Promise<void> {
    const number = ++this.#events;
    if ('job' in event) {
      await scheduler.handle(event.job, { requestId: jobId(`replayed-${number}`) });
      return;
    }
    const labourer = labourers.find(event.labourer);
    if (labourer === undefined) {
      const path = `events.${number}.labourer`;
      throw new RefusedError('labourer.unknown', { path, expected: 'a registered labourer', found: event.labourer });
    }
    const { taskId } = await tasks.createTask(labourer, { payload: event.payload ?? {} });
    if (event.duration !== undefined || event.failures !== undefined) this.#records.set(taskId, event);
  }
}

/** The first event of a replay, and the others. */
export async function opened(
  events: AsyncIterable<RecordedEvent> | Iterable<RecordedEvent>,
): Promise<{ first: RecordedEvent; rest: AsyncIterator<RecordedEvent> | Iterator<RecordedEvent> } | undefined> {
  const rest = Symbol.asyncIterator in events ? events[Symbol.asyncIterator]() : events[Symbol.iterator]();
  const first = await rest.next();
  return first.done === true ? undefined : { first: first.value, rest };
}

/** The whole minute in which the event happened: the essentials tick on whole minutes. */
export const minuteOf = ({ at }: RecordedEvent): EpochSeconds => (Math.floor(at / 60) * 60) as EpochSeconds;
