import { expect, it } from 'vitest';
import { DEFAULT_TASK_SETTINGS, windowOf } from '../../src/domain/labourer.js';
import { seconds } from '../../src/domain/time.js';
import { aLabourer } from '../support/a-labourer.js';
import { NOW } from '../support/a-task.js';

it('has the documented defaults', () => {
  expect(DEFAULT_TASK_SETTINGS).toEqual({
    invocationDelta: 31_557_600,
    taskStep: 1000,
    retryTasksLimit: 20,
    closedToAnalyse: 10,
    payloadLimit: 1_048_576,
  });
});

it('has claims that end after its duration and its cooldown', () => {
  const labourer = aLabourer('worker', { duration: seconds(60), cooldown: seconds(5) });
  expect(windowOf(labourer, { invocationDelta: seconds(1e9) }, NOW)).toEqual({
    start: NOW,
    invoked: NOW + 1e9,
    expired: NOW + 1e9 - 65,
  });
});
