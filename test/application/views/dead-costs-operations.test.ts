import { describe, expect, it } from 'vitest';
import { costs } from '../../../src/application/views/costs.js';
import { deadGroups } from '../../../src/application/views/dead.js';
import { operationList } from '../../../src/application/views/operations.js';
import { aQueue, aTask, at, LABOURER, NOW, OTHER_LABOURER } from '../../support/a-task.js';
import { aReadSide } from '../../support/reads.js';

describe('dead letters', () => {
  const dead = (id: string, message: string | undefined, details = {}) =>
    aTask(id, {
      stage: 'dead',
      closedAt: NOW,
      ...(message === undefined ? {} : { lastError: { name: 'HttpError', message } }),
      ...details,
    });
  const both = { labourers: { [LABOURER]: {}, [OTHER_LABOURER]: {} } };

  it('are grouped by labourer and error, whatever numbers and ids it names, the largest group first', async () => {
    const { reads, store } = aReadSide(both);
    await store.add([
      dead('a', 'page 7 of 9 is gone'),
      dead('b', 'page 12 of 9 is gone', { closedAt: at(-5) }),
      dead('c', undefined),
      dead('d', 'page 1 of 9 is gone', { labourerId: OTHER_LABOURER, closedAt: at(-1) }),
    ]);
    expect(await deadGroups(reads, { limit: 100, now: NOW })).toEqual({
      groups: [
        {
          labourer_id: LABOURER,
          error: 'HttpError: page … of … is gone',
          count: 2,
          newest_closed_at: NOW,
          sample_task_id: 'a',
        },
        expect.objectContaining({ error: expect.stringContaining('no error was reported'), count: 1 }),
        expect.objectContaining({ labourer_id: OTHER_LABOURER, count: 1 }),
      ],
      examined: 4,
      more: false,
    });
  });

  it('are looked at up to a bound a labourer, and whether there are more is told', async () => {
    const { reads, store } = aReadSide(both);
    const many = Array.from({ length: 30 }, (_, index) => dead(`m${index}`, 'x'));
    await store.add([...many, dead('other', 'x', { labourerId: OTHER_LABOURER })]);
    const found = await deadGroups(reads, { limit: 20, now: NOW });
    expect(found).toMatchObject({ examined: 21, more: true });
    expect(found.groups.map(({ count }) => count)).toEqual([20, 1]);
    expect(await deadGroups(reads, { labourerIds: [OTHER_LABOURER], limit: 20, now: NOW })).toMatchObject({
      examined: 1,
      more: false,
    });
  });

  it('at an instant of the past are those that had died by then', async () => {
    const { reads, store } = aReadSide();
    await store.add([dead('early', 'x', { closedAt: at(-100) }), dead('late', 'x')]);
    expect(await deadGroups(reads, { limit: 20, now: at(-50) })).toMatchObject({
      groups: [{ sample_task_id: 'early', count: 1 }],
    });
  });
});

describe('what tasks cost', () => {
  it('is told from the changes that the store counted, at the prices of docs/cost.md', async () => {
    const side = aReadSide();
    await side.store.add(aQueue('t', 1));
    await side.system.orchestrator.pass();
    await side.system.assistant.handle({ action: 'mark_task_as_completed', task_id: 't0' });
    const { labourers, cost, source } = await costs(side.reads, NOW);
    expect(source).toBe('counted');
    expect(labourers).toMatchObject([{ labourer_id: LABOURER, tasks: 1, attempts: 1, write_units: 9 }]);
    expect(labourers[0]?.cost_per_million_tasks).toBeCloseTo(7.37, 1);
    expect(cost).toBe(labourers[0]?.cost);
  });

  it('is told from recorded outcomes where nothing is counted, and since when', async () => {
    const samples = [{ at: at(-600) }, { created: 10, done: 8, dead: 1, retried: 2 }];
    const { reads } = aReadSide({ counts: false, samples });
    expect(await costs(reads, NOW)).toMatchObject({
      source: 'metrics',
      since: at(-600),
      labourers: [{ tasks: 10, attempts: 11, write_units: 10 * 2 + 11 * 3 + 9 * 4 + 2 * 16 }],
    });
    expect(await costs(aReadSide({ counts: false }).reads, NOW)).toMatchObject({
      since: null,
      cost: 0,
      labourers: [{ tasks: 0, cost_per_million_tasks: null }],
    });
  });
});

describe('the audit trail', () => {
  it('has each operation once, as it stands now, newest first', async () => {
    const { reads, operations } = aReadSide();
    const begun = {
      operationId: 'one',
      at: NOW,
      by: 'ada (cli)',
      action: 'redrive',
      state: 'begun',
      target: { filter: {} },
    } as const;
    await operations.append(begun);
    await operations.append({ ...begun, operationId: 'two', at: at(1), action: 'pause', state: 'done' });
    await operations.append({ ...begun, at: at(2), state: 'going', counts: { changed: 5, skipped: 1 } });
    await operations.append({
      ...begun,
      at: at(3),
      state: 'failed',
      counts: { changed: 7, skipped: 1 },
      error: 'no store',
    });
    expect(await operationList(reads, 10)).toEqual([
      {
        operation_id: 'one',
        at: at(3),
        by: 'ada (cli)',
        action: 'redrive',
        state: 'failed',
        target: { filter: {} },
        changed: 7,
        skipped: 1,
        matched: null,
        error: 'no store',
      },
      expect.objectContaining({ operation_id: 'two', state: 'done', changed: null }),
    ]);
    expect(await operationList(reads, 1)).toHaveLength(1);
  });
});
