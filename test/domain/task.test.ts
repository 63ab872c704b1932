import { describe, expect, it } from 'vitest';
import { greenfield } from '../../src/domain/greenfield.js';
import { attemptsOfLife, boundedError, isTerminal, TERMINAL_STAGES, taskState } from '../../src/domain/task.js';
import { aTask, aWindow, NOW } from '../support/a-task.js';

const STAGES = ['open', 'retrying', 'done', 'dead', 'cancelled'] as const;

it('ends in one of three stages', () => {
  expect(STAGES.filter(isTerminal)).toEqual(['done', 'dead', 'cancelled']);
  expect(TERMINAL_STAGES).toEqual(['done', 'dead', 'cancelled']);
});

describe('the state of a task', () => {
  const window = aWindow();
  const EXPIRED = greenfield(window.expired - 1);

  it.each([
    ['queued', {}],
    ['invoked', { greenfield: window.invoked }],
    ['expired', { greenfield: EXPIRED }],
    ['completed', { completedAt: NOW }],
    ['completed', { greenfield: EXPIRED, completedAt: NOW }],
    ['retrying', { stage: 'retrying' }],
    ['done', { stage: 'done', completedAt: NOW }],
    ['dead', { stage: 'dead' }],
    ['cancelled', { stage: 'cancelled', greenfield: window.invoked }],
  ] as const)('is %s for %j', (state, details) => {
    expect(taskState(aTask('t', details), window)).toBe(state);
  });
});

it('counts the attempts of its present life', () => {
  expect(attemptsOfLife(aTask('t', { attempts: 3 }))).toBe(3);
  expect(attemptsOfLife(aTask('t', { attempts: 3, attemptsBase: 2 }))).toBe(1);
});

it('keeps of an error a hundred characters of its name and a thousand of its message', () => {
  const error = { name: 'TimeoutError', message: 'no answer' };
  expect(boundedError(error)).toEqual(error);
  expect(boundedError({ name: 'n'.repeat(101), message: 'm'.repeat(1001) })).toEqual({
    name: 'n'.repeat(100),
    message: 'm'.repeat(1000),
  });
});
