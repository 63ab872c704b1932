import { describe, expect, it } from 'vitest';
import { axis } from '../../../src/application/views/axis.js';
import { ecology } from '../../../src/application/views/ecology.js';
import { aQueue, aTask, at, aWindow, LABOURER, NOW, OTHER_LABOURER } from '../../support/a-task.js';
import { aReadSide } from '../../support/reads.js';
import { watching } from '../../support/system.js';

describe('a stretch of ecology', () => {
  const samples = [
    { at: at(-120), running: 1, status: 4 as const, metrics: { CPU: 20 }, done: 0, retried: 0 },
    { at: at(-60), running: 3, status: 2 as const, metrics: { CPU: 80 }, done: 4, retried: 1 },
    { at: NOW, running: null, status: null, metrics: {}, done: 4, retried: 1 },
  ];
  const labourers = { [LABOURER]: { health_metrics: { CPU: watching('CPU') } } };

  it('has curves of equal length, with what each status allows and what happened since the sample before', async () => {
    const { reads } = aReadSide({ labourers, samples });
    expect(await ecology(reads, LABOURER, { from: at(-120), to: NOW, points: 10 })).toMatchObject({
      at: [at(-120), at(-60), NOW],
      running: [1, 3, null],
      status: [4, 2, null],
      coefficient: [1, 0.5, null],
      done_per_minute: [null, 4, 0],
      failed_per_minute: [null, 1, 0],
    });
  });

  it('has each metric with its thresholds, best first, and null where it had no data', async () => {
    const { reads } = aReadSide({ labourers, samples });
    const { metrics } = await ecology(reads, LABOURER, { from: at(-120), to: NOW, points: 10 });
    expect(metrics).toEqual([
      {
        name: 'CPU',
        values: [20, 80, null],
        operator: '<=',
        thresholds: [
          { status: 4, name: 'High', value: 50 },
          { status: 3, name: 'Good', value: 75 },
          { status: 2, name: 'Moderate', value: 90 },
        ],
        no_data_status: 2,
      },
    ]);
  });

  it('has the decisions of the stretch only, newest first', async () => {
    const { reads, ledger } = aReadSide({ labourers, samples });
    for (const [offset, text] of [
      [-200, 'before'],
      [-120, 'first'],
      [0, 'last'],
      [1, 'after'],
    ] as const) {
      await ledger.note(LABOURER, { at: at(offset), text });
    }
    const { decisions } = await ecology(reads, LABOURER, { from: at(-120), to: NOW, points: 10 });
    expect(decisions.map(({ text }) => text)).toEqual(['last', 'first']);
  });

  it('of a labourer that is not configured is refused', async () => {
    const asked = ecology(aReadSide().reads, OTHER_LABOURER, { from: at(-1), to: NOW, points: 2 });
    await expect(asked).rejects.toMatchObject({ code: 'labourer.unknown' });
  });
});

describe('the greenfield axis', () => {
  const claimed = (id: string, age: number, details = {}) =>
    aTask(id, { greenfield: aWindow(at(-age)).invoked, attempts: 1, ...details });

  it('has the queue by its places, attempts by their ages, and counts of all', async () => {
    const { reads, store } = aReadSide();
    await store.add([
      ...aQueue('q', 3),
      claimed('young', 10),
      claimed('old', 1300),
      claimed('completed', 20, { completedAt: NOW }),
    ]);
    expect(await axis(reads, LABOURER, { now: NOW })).toEqual({
      labourer_id: LABOURER,
      at: NOW,
      duration: 900,
      cooldown: 300,
      queued: { count: { count: 3, exact: true }, head: 2000, tail: 4000, places: [2000, 3000, 4000] },
      running: { count: { count: 1, exact: true }, ages: [10] },
      expired: { count: { count: 1, exact: true }, ages: [1300] },
      completed: { count: { count: 1, exact: true } },
      links: { head: 'q0' },
    });
  });

  it('reads only the ends of a long queue; without counting it is at least what was read', async () => {
    for (const [counts, count] of [
      [true, { count: 5000, exact: true }],
      [false, { count: 100, exact: false }],
    ] as const) {
      const { reads, store } = aReadSide({ counts });
      await store.add([...aQueue('q', 5000), claimed('young', 10)]);
      const { queued } = await axis(reads, LABOURER, { now: NOW });
      expect(queued).toMatchObject({ count, head: 2000, tail: 5_001_000 });
      expect(queued.places).toHaveLength(200);
    }
  });

  it('of the past has the counts that were recorded', async () => {
    const { reads, store } = aReadSide({ samples: [{ at: at(-60), queued: 9, running: 2 }] });
    await store.add(aQueue('q', 3));
    const facts = await axis(reads, LABOURER, { now: at(-30), live: false });
    expect(facts).toMatchObject({
      queued: { count: { count: 9, exact: true }, places: [] },
      running: { count: { count: 2, exact: true }, ages: [] },
      expired: { count: { exact: false } },
    });
  });
});
