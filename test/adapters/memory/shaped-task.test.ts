import { describe, expect, it } from 'vitest';
import { shaped } from '../../../src/adapters/memory/shaped-task.js';
import type { Task } from '../../../src/domain/task.js';
import { aTask } from '../../support/a-task.js';

describe('a task in memory', () => {
  const poor = aTask('t');
  const rich: Task = {
    lastError: { name: 'E', message: 'm' },
    ...poor,
    extra: { stat_a: 1 },
    slot: '9.a',
    redrives: 2,
  };

  it('keeps what it has', () => {
    expect(shaped(poor)).toEqual(poor);
    expect(shaped(rich)).toEqual(rich);
  });

  it('has the fields of every other task, in their order', () => {
    expect(Object.keys(shaped(rich))).toEqual(Object.keys(shaped(poor)));
  });
});
