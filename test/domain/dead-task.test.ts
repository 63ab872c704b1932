import { describe, expect, it } from 'vitest';
import { deadTaskReport } from '../../src/domain/dead-task.js';
import { aLabourer } from '../support/a-labourer.js';
import { aTask, at, jobId, NOW } from '../support/a-task.js';

describe('the report of a dead task', () => {
  it('holds what is needed to find the cause and to redrive it', () => {
    const lastError = { name: 'TimeoutError', message: 'no answer' };
    const task = aTask('t', { attempts: 5, attemptsBase: 2, jobId: jobId('nightly'), closedAt: at(60), lastError });
    expect(deadTaskReport(aLabourer(), task)).toEqual({
      subject: 'sosw: a task of some_function is dead',
      body: {
        labourer_id: 'some_function',
        task_id: 't',
        job_id: 'nightly',
        attempts: 5,
        attempts_of_this_life: 3,
        last_error: lastError,
        payload: '{"a":1}',
        created_at: NOW,
        closed_at: NOW + 60,
      },
    });
  });

  it('says null of what is not known, so that each report has the same keys', () => {
    const { body } = deadTaskReport(aLabourer(), aTask('t', { payload: undefined }));
    expect(body).toMatchObject({ job_id: null, last_error: null, payload: null, closed_at: null });
  });

  it('has the configured subject, cut to what a mail’s subject may have', () => {
    const subjectOf = (subject: string) =>
      deadTaskReport(aLabourer('worker', { report: { subject } }), aTask('t')).subject;
    expect(subjectOf('Look here')).toBe('Look here');
    expect(subjectOf('x'.repeat(101))).toBe('x'.repeat(100));
  });

  it('shows the beginning of a long payload', () => {
    const { body } = deadTaskReport(aLabourer(), aTask('t', { payload: 'x'.repeat(2001) }));
    expect(body.payload).toBe('x'.repeat(2000));
  });
});
