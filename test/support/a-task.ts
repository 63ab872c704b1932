/** Builders for tests: a task or a labourer's row in which only what the test is about is said. */

import { type Greenfield, greenfield, type InvocationWindow, invocationWindow } from '../../src/domain/greenfield.js';
import { jobId, labourerId, taskId } from '../../src/domain/ids.js';
import { emptyRow, type LabourerRow } from '../../src/domain/slots.js';
import type { Task } from '../../src/domain/task.js';
import { type EpochSeconds, epochSeconds, seconds } from '../../src/domain/time.js';

export { greenfield, jobId, labourerId, taskId };

/** The instant at which tests take place: 2023-11-14T22:13:20Z. */
export const NOW = epochSeconds(1_700_000_000);

/** An instant some seconds after `NOW`, or before it. */
export const at = (offset: number): EpochSeconds => epochSeconds(NOW + offset);

/** The window at an instant, with a year's delta, 900 s of duration and 300 s of cooldown. */
export const aWindow = (now: EpochSeconds = NOW): InvocationWindow =>
  invocationWindow(now, { delta: seconds(31_557_600), duration: seconds(900), cooldown: seconds(300) });

/** A place in a queue: the first, the second, … */
export const place = (position: number): Greenfield => greenfield(1000 * (position + 1));

export const LABOURER = labourerId('some_function');
export const OTHER_LABOURER = labourerId('another_function');

/** A queued task, named by the text given. */
export const aTask = (id: string, details: Partial<Task> = {}): Task => ({
  taskId: taskId(id),
  labourerId: LABOURER,
  stage: 'open',
  createdAt: NOW,
  greenfield: place(1),
  attempts: 0,
  payload: '{"a":1}',
  ...details,
});

/** Queued tasks `<name>0`, `<name>1`, … at the places 1, 2, … of the queue. */
export const aQueue = (name: string, count: number, details: Partial<Task> = {}): Task[] =>
  Array.from({ length: count }, (_, index) => aTask(`${name}${index}`, { greenfield: place(index + 1), ...details }));

/** A labourer's row that allows ten live attempts. */
export const aRow = (details: Partial<LabourerRow> = {}): LabourerRow => ({
  ...emptyRow(LABOURER),
  allowance: 10,
  cap: 10,
  decidedAt: NOW,
  ...details,
});
