/** Every kind of message for every kind of row: the whole table of the protocol's rules 7 and 8. */

import { describe, expect, it } from 'vitest';
import { greenfield } from '../../src/domain/greenfield.js';
import { decideReport, type WorkerMessage } from '../../src/domain/report.js';
import type { Task } from '../../src/domain/task.js';
import { seconds } from '../../src/domain/time.js';
import { aTask, at, aWindow, NOW, place } from '../support/a-task.js';

const window = aWindow();
const SLOT = `${NOW + 2000}.n-1`;
const EXPIRED = greenfield(window.expired - 10);

const claimed = (details: Partial<Task> = {}) =>
  aTask('t', { greenfield: window.invoked, attempts: 1, slot: SLOT, ...details });

/** Rows by what they are, each with the number of its current or latest attempt. */
const ROWS = {
  'queued, never claimed': aTask('t'),
  'queued again after attempt 1': aTask('t', { attempts: 1, greenfield: place(0) }),
  'running, attempt 1': claimed(),
  'running, attempt 2': claimed({ attempts: 2 }),
  'running, attempt 1 of a new life without attempts before': claimed({ redrives: 1 }),
  'expired, attempt 1': claimed({ greenfield: EXPIRED }),
  'expired, attempt 2': claimed({ greenfield: EXPIRED, attempts: 2 }),
  'running, attempt 2, claimed by an older system': claimed({ attempts: 2, slot: undefined }),
  'completed, not archived': claimed({ completedAt: at(-5), slot: undefined }),
  'completed by an attempt before the running one': claimed({ completedAt: at(-5), attempts: 2 }),
  'waiting for its retry after attempt 1': claimed({ stage: 'retrying', slot: undefined }),
  done: claimed({ stage: 'done', completedAt: at(-5), closedAt: at(-5), slot: undefined }),
  dead: claimed({ stage: 'dead', closedAt: at(-5), slot: undefined }),
  'dead, with the slot that an older system left': claimed({ stage: 'dead', closedAt: at(-5) }),
  'cancelled under attempt 1': claimed({ stage: 'cancelled', closedAt: at(-5) }),
  'cancelled under attempt 2': claimed({ stage: 'cancelled', closedAt: at(-5), attempts: 2 }),
  'cancelled, attempt 1 is over': claimed({ stage: 'cancelled', closedAt: at(-5), slot: undefined }),
} as const satisfies Record<string, Task>;

/** Messages by the attempt that they speak for: 1, 2, or nobody knows (-). */
type Sender = 1 | 2 | '-';
type Said = 'completed' | 'failed';

const COMPLETED = 'ignored: already completed';
const CLOSED = 'ignored: already closed';
const STALE = 'ignored: not the current attempt';

/** [completed by 1, by 2, by -; failed by 1, by 2, by -] */
const TABLE: Record<keyof typeof ROWS, readonly [string, string, string, string, string, string]> = {
  'queued, never claimed': ['complete → done', 'complete → done', 'complete → done', STALE, STALE, STALE],
  'queued again after attempt 1': ['complete → done', 'complete → done', 'complete → done', STALE, STALE, STALE],
  'running, attempt 1': [
    'complete → done',
    'recordCompletion → open',
    'complete → done',
    'fail → retrying',
    STALE,
    'fail → retrying',
  ],
  'running, attempt 2': [
    'recordCompletion → open',
    'complete → done',
    'recordCompletion → open',
    STALE,
    'fail → retrying',
    'noteFailure → open',
  ],
  'running, attempt 1 of a new life without attempts before': [
    'complete → done',
    'recordCompletion → open',
    'recordCompletion → open',
    'fail → retrying',
    STALE,
    'noteFailure → open',
  ],
  'expired, attempt 1': [
    'complete → done',
    'recordCompletion → open',
    'complete → done',
    'fail → retrying',
    STALE,
    'fail → retrying',
  ],
  'expired, attempt 2': [
    'recordCompletion → open',
    'complete → done',
    'recordCompletion → open',
    STALE,
    'fail → retrying',
    'noteFailure → open',
  ],
  'running, attempt 2, claimed by an older system': [
    'recordCompletion → open',
    'complete → done',
    'recordCompletion → open',
    STALE,
    'fail → retrying',
    'noteFailure → open',
  ],
  'completed, not archived': [COMPLETED, COMPLETED, COMPLETED, COMPLETED, COMPLETED, COMPLETED],
  'completed by an attempt before the running one': [COMPLETED, COMPLETED, COMPLETED, COMPLETED, COMPLETED, COMPLETED],
  'waiting for its retry after attempt 1': [
    'complete → done',
    'complete → done',
    'complete → done',
    STALE,
    STALE,
    STALE,
  ],
  done: [COMPLETED, COMPLETED, COMPLETED, COMPLETED, COMPLETED, COMPLETED],
  dead: [CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED],
  'dead, with the slot that an older system left': [CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED],
  'cancelled under attempt 1': [
    'freeSlot → cancelled',
    CLOSED,
    'freeSlot → cancelled',
    'freeSlot → cancelled',
    CLOSED,
    'freeSlot → cancelled',
  ],
  'cancelled under attempt 2': [CLOSED, 'freeSlot → cancelled', CLOSED, CLOSED, 'freeSlot → cancelled', CLOSED],
  'cancelled, attempt 1 is over': [CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED],
};

const SENDERS: readonly Sender[] = [1, 2, '-'];
const CASES = Object.entries(TABLE).flatMap(([row, outcomes]) =>
  (['completed', 'failed'] as const).flatMap((said, block) =>
    SENDERS.map(
      (sender, index) => [row as keyof typeof ROWS, said, sender, outcomes[3 * block + index] as string] as const,
    ),
  ),
);

const aMessage = (said: Said, sender: Sender): WorkerMessage => ({
  outcome: said,
  extra: { stat_rows: 1 },
  ...(sender === '-' ? {} : { attempt: sender }),
  ...(said === 'failed' ? { error: { name: 'E', message: 'x' } } : {}),
});

const decide = (task: Task, message: WorkerMessage, archiveOnCompletion = true) =>
  decideReport(task, message, { window, archiveOnCompletion, afterFailure: { retryAfter: seconds(900) } });

function decided(task: Task, message: WorkerMessage, archiveOnCompletion?: boolean): string {
  const decision = decide(task, message, archiveOnCompletion);
  if ('ignored' in decision) return `ignored: ${decision.ignored}`;
  return `${decision.transition.name} → ${decision.transition.to}`;
}

describe('a message', () => {
  it.each(CASES)('to a row that is %s: %s by attempt %s → %s', (row, said, sender, expected) => {
    expect(decided(ROWS[row], aMessage(said, sender))).toBe(expected);
  });
});

describe('whoever does not speak for the current attempt', () => {
  it.each(
    CASES.filter(([row, , sender]) => ROWS[row].slot !== undefined && sender !== ROWS[row].attempts && sender !== '-'),
  )('leaves the slot on a row that is %s: %s by attempt %s', (row, said, sender) => {
    const decision = decide(ROWS[row], aMessage(said, sender));
    expect('transition' in decision ? (decision.transition.remove ?? []) : []).not.toContain('slot');
  });
});

describe('the current attempt', () => {
  it.each(['completed', 'failed'] as const)('frees its slot when it has %s, guarded by that very slot', (said) => {
    const decision = decide(ROWS['running, attempt 2'], aMessage(said, 2));
    expect(decision).toMatchObject({
      transition: { guard: { slot: SLOT, attempts: 2 }, remove: expect.arrayContaining(['slot']) },
    });
  });

  it('stays in the queue’s table when completed tasks are archived later', () => {
    expect(decided(ROWS['running, attempt 1'], aMessage('completed', 1), false)).toBe('complete → open');
  });

  it('is archived at once where no row could be told completed: while it waits', () => {
    expect(decided(ROWS['waiting for its retry after attempt 1'], aMessage('completed', 1), false)).toBe(
      'complete → done',
    );
    expect(decided(ROWS['queued again after attempt 1'], aMessage('completed', 1), false)).toBe('complete → done');
  });

  it('leads to death when its failure was the last one allowed', () => {
    const decision = decideReport(ROWS['running, attempt 1'], aMessage('failed', 1), {
      window,
      archiveOnCompletion: true,
      afterFailure: 'dead',
    });
    expect(decision).toMatchObject({ transition: { name: 'fail', to: 'dead', set: { notifyPending: true } } });
  });

  it('brings its columns and its error', () => {
    expect(decide(ROWS['running, attempt 1'], aMessage('failed', 1))).toMatchObject({
      transition: { extra: { stat_rows: 1 }, set: { lastError: { name: 'E', message: 'x' }, failedAttempts: 1 } },
    });
  });
});
