/** The documented operations by their names in the vectors, each as a call of ours. */

import { greenfield } from '../../../src/domain/greenfield.js';
import { taskId } from '../../../src/domain/ids.js';
import type { Labourer } from '../../../src/domain/labourer.js';
import { retryDelay, shouldRetry } from '../../../src/domain/retry.js';
import type { Json, JsonObject, Task } from '../../../src/domain/task.js';
import { isValidTask } from '../../../src/domain/task-fields.js';
import { payloadOf } from '../../../src/domain/task-payload.js';
import { seconds } from '../../../src/domain/time.js';
import { SoswError } from '../../../src/domain/errors.js';
import type { System } from '../../support/system.js';
import { mapIn, textIn } from '../vector.js';
import type { TaskTables } from './task-tables.js';
import { documented, taskOfWireRow, wireRowOfTask } from './wire-row.js';

/** What a call of ours gave. Only what the operation is about is there. */
export interface Answer {
  /** Tasks as rows. */
  readonly rows?: readonly JsonObject[];
  readonly value?: Json;
  readonly stats?: Readonly<Record<string, number>>;
  readonly labourers?: JsonObject;
}

export interface Call {
  readonly input: JsonObject;
  readonly system: System;
  readonly tables: TaskTables;
  /** The labourer that the vector means. */
  readonly labourer: Labourer;
}

type Operation = (call: Call) => Promise<Answer>;

const rowsOf = (tasks: readonly Task[], { tables }: Call): Answer => ({
  rows: tasks.map((task) => wireRowOfTask(task, tables.names).row),
});

const optionalNumber = (value: Json | undefined): number | undefined => (typeof value === 'number' ? value : undefined);

/** The operations that only read, and may therefore be asked about rows that are not the vector's. */
export const READS: Readonly<Record<string, Operation>> = {
  get_next: async (call) => {
    const count = optionalNumber(call.input.count);
    return call.input.only_ids === true
      ? { value: await call.system.tasks.getNextTaskIdsForLabourer(call.labourer, count) }
      : rowsOf(await call.system.tasks.getNextForLabourer(call.labourer, count), call);
  },
  running: async (call) => rowsOf(await call.system.tasks.getRunningTasksForLabourer(call.labourer), call),
  count_running: async ({ system, labourer }) => ({
    value: await system.tasks.getCountOfRunningTasksForLabourer(labourer),
  }),
  invoked: async (call) => {
    const [registered] = await call.system.tasks.registerLabourers([call.labourer], call.system.ecology);
    if (registered === undefined) throw new TypeError('the labourer was not registered');
    const { completed } = call.input;
    const tasks = call.system.tasks.getInvokedTasksForLabourer(
      registered,
      typeof completed === 'boolean' ? completed : undefined,
    );
    return rowsOf(await tasks, call);
  },
  completed: async (call) => rowsOf(await call.system.tasks.getCompletedTasksForLabourer(call.labourer), call),
  expired: async (call) => rowsOf(await call.system.tasks.getExpiredTasksForLabourer(call.labourer), call),
  queue_length: async ({ system, labourer }) => ({ value: await system.tasks.getLengthOfQueueForLabourer(labourer) }),
  oldest_greenfield: async ({ system, labourer }) => ({
    value: await system.tasks.getOldestGreenfieldForLabourer(labourer),
  }),
  newest_greenfield: async ({ system, labourer }) => ({
    value: await system.tasks.getNewestGreenfieldForLabourer(labourer),
  }),
  retry_due: async (call) => {
    const limit = optionalNumber(call.input.limit);
    return rowsOf(await call.system.tasks.getTasksToRetryForLabourer(call.labourer, limit), call);
  },
};

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  ...READS,
  register: async ({ system }) => {
    const registered = await system.tasks.registerLabourers(system.labourers.all(), system.ecology);
    const described = registered.map(({ labourer, window, health, maxDuration, averageDuration }) => ({
      ...{ start: window.start, invoked: window.invoked, expired: window.expired, health },
      ...{ max_attempts: labourer.maxAttempts, max_simultaneous_invocations: labourer.cap },
      ...{ max_duration: maxDuration, average_duration: averageDuration },
    }));
    return {
      labourers: Object.fromEntries(registered.map(({ labourer }, index) => [labourer.id, described[index] ?? {}])),
    };
  },
  average_duration: async ({ system, labourer }) => ({ value: await system.tasks.getAverageDuration(labourer) }),
  task_by_id: async (call) => {
    try {
      return rowsOf([await call.system.tasks.getTaskById(taskId(textIn(call.input, 'task_id')))], call);
    } catch (error) {
      // The old system answers an empty row where we say that there is no such task.
      if (error instanceof SoswError && error.code === 'task.unknown') return { value: {} };
      throw error;
    }
  },
  create_task: async ({ input, system, labourer }) => {
    const strict = typeof input.strict === 'boolean' ? { strict: input.strict } : {};
    await system.tasks.createTask(labourer, mapIn(input, 'kwargs'), strict);
    return {};
  },
  mark_invoked: async (call) => {
    await call.system.tasks.markTaskInvoked(call.labourer, await givenTask(call));
    return {};
  },
  invoke_task: async (call) => {
    const { invoked, lost, buried } = await call.system.tasks.invokeTask(call.labourer, await taskOrId(call));
    const stats = {
      invoked_tasks: invoked,
      concurrent_task_invocations_skipped: lost,
      invalid_tasks_skipped: buried,
    };
    return { stats };
  },
  archive_task: async ({ input, system }) => {
    await system.tasks.archiveTask(taskId(textIn(input, 'task_id')));
    return {};
  },
  move_to_retry: async (call) => {
    await call.system.tasks.moveTaskToRetryTable(await givenTask(call), seconds(Number(call.input.delay)));
    return {};
  },
  retry_task: async (call) => {
    const place = greenfield(Number(call.input.greenfield));
    await call.system.tasks.retryTask(call.labourer, await givenTask(call), place);
    return {};
  },
  scavenger_retry_tasks: async ({ system, labourer }) => {
    await system.scavenger.retryTasks(labourer);
    return {};
  },
  scavenger_expired: async ({ system, labourer }) => {
    await system.scavenger.handleExpiredTasks(labourer);
    return {};
  },
  construct_payload: async ({ input }) => ({ value: payloadOf(mapIn(input, 'kwargs')) }),
  is_valid_task: async ({ input, tables }) => ({ value: isValidTask(documented(mapIn(input, 'task'), tables.names)) }),
  should_retry: async (call) => ({ value: shouldRetry(looseTask(call), call.labourer.maxAttempts) }),
  retry_delay: async (call) => {
    const maxDuration = await call.system.functions.timeout(call.labourer);
    return { value: retryDelay(call.labourer.retry, looseTask(call), { maxDuration, chance: 0 }) };
  },
};

/** The task that was handed to the call, as the store has it. */
async function givenTask({ input, tables }: Call): Promise<Task> {
  const id = mapIn(input, 'task')[tables.names.columns.task_id];
  const task = await tables.store.get(taskId(String(id)));
  if (task === undefined) throw new TypeError(`the vector's task ${JSON.stringify(id)} was not loaded`);
  return task;
}

/** A task that is in no store, for what only looks at its attempts. */
const looseTask = ({ input, tables }: Call): Task =>
  taskOfWireRow({ table: tables.names.tasks, row: mapIn(input, 'task') }, tables.names);

/** Our types leave no room for a row that is no task, so it is refused where it is read. */
async function taskOrId(call: Call) {
  const { input, tables } = call;
  const given = [
    ...(input.task === undefined ? [] : [mapIn(input, 'task')]),
    ...storedRows(input).filter((row) => row[tables.names.columns.task_id] === input.task_id),
  ];
  const invalid = given.find((row) => !isValidTask(documented(row, tables.names)));
  if (invalid !== undefined) throw new SoswError('task.invalid', `no task: ${JSON.stringify(invalid)}`);
  return {
    ...(input.task === undefined ? {} : { task: await givenTask(call) }),
    ...(input.task_id === undefined || input.task_id === null ? {} : { taskId: taskId(textIn(input, 'task_id')) }),
  } as Parameters<System['tasks']['invokeTask']>[1];
}

/** The rows that answer the vector's reads, in their order. */
export const storedRows = (input: JsonObject): JsonObject[] =>
  (Array.isArray(input.stored) ? (input.stored as JsonObject[]) : []).flatMap(({ items }) =>
    Array.isArray(items) ? (items as JsonObject[]) : [],
  );
