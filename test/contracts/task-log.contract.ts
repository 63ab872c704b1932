/** What every TaskLog promises. */

import { expect } from 'vitest';
import type { TaskEvent, TaskLog } from '../../src/application/ports/task-log.js';
import { at, LABOURER, taskId } from '../support/a-task.js';
import { type Contract, describeContract, type Open } from './rules.js';

export interface TaskLogSubject {
  readonly log: TaskLog;
}

const event = (action: TaskEvent['action'], offset: number, details: Partial<TaskEvent> = {}): TaskEvent => ({
  taskId: taskId('t'),
  action,
  at: at(offset),
  author: 'orchestrator',
  ...details,
});

const TASK_LOG_CONTRACT: Contract<TaskLogSubject> = {
  events: {
    async 'are read as they were written'({ log }) {
      const full = event('failed', 1, { labourerId: LABOURER, details: { attempt: 2, error: { name: 'Error' } } });
      await log.write([full]);
      expect(await log.read(full.taskId)).toEqual([full]);
    },

    async 'come oldest first, whenever they were written'({ log }) {
      await log.write([event('completed', 30), event('created', 10)]);
      await log.write([event('invoked', 20.5)]);
      const events = await log.read(taskId('t'));
      expect(events.map(({ action }) => action)).toEqual(['created', 'invoked', 'completed']);
    },

    async 'are all kept, those of one instant in their order'({ log }) {
      await log.write([event('created', 10), event('invoked', 10), event('failed', 10)]);
      const events = await log.read(taskId('t'));
      expect(events.map(({ action }) => action)).toEqual(['created', 'invoked', 'failed']);
    },

    async 'are the task’s own'({ log }) {
      await log.write([event('created', 1), event('created', 1, { taskId: taskId('u') })]);
      expect(await log.read(taskId('u'))).toEqual([event('created', 1, { taskId: taskId('u') })]);
      expect(await log.read(taskId('v'))).toEqual([]);
    },

    async 'may be none'({ log }) {
      await log.write([]);
      expect(await log.read(taskId('t'))).toEqual([]);
    },
  },
};

export const taskLogContract = (name: string, open: Open<TaskLogSubject>): void =>
  describeContract(`TaskLog: ${name}`, TASK_LOG_CONTRACT, open);
