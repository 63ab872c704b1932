import { expect, it } from 'vitest';
import { MemoryNotifier } from '../../../src/adapters/memory/memory-notifier.js';
import { aReport, notifierContract } from '../../contracts/notifier.contract.js';

notifierContract('memory', async () => {
  const notifier = new MemoryNotifier();
  return {
    notifier,
    arrived: async () => notifier.reports.map(({ subject, body }) => ({ subject, body })),
    fail: async () => {
      notifier.arrives = () => false;
    },
    dispose: async () => {},
  };
});

it('lets single reports fail', async () => {
  const notifier = new MemoryNotifier();
  notifier.arrives = ({ body }) => body.task_id !== 'task-2';
  expect(await notifier.report([1, 2, 3].map(aReport))).toEqual([true, false, true]);
  expect(notifier.reports.map(({ body }) => body.task_id)).toEqual(['task-1', 'task-3']);
});
