import { describe, expect, it } from 'vitest';
import { overview } from '../../../src/application/views/overview.js';
import { aQueue, aTask, at, aWindow, LABOURER, NOW, OTHER_LABOURER } from '../../support/a-task.js';
import { aReadSide, aSample } from '../../support/reads.js';

const TWO = { labourers: { [LABOURER]: { max_simultaneous_invocations: 3 }, [OTHER_LABOURER]: {} } };
const live = { now: NOW, live: true };

const everywhere = [
  ...aQueue('q', 5, { createdAt: at(-50) }),
  aTask('expired', { greenfield: aWindow(at(-2000)).invoked, attempts: 1 }),
  aTask('retrying', { stage: 'retrying', attempts: 1, desiredLaunchTime: at(9) }),
  aTask('done', { stage: 'done', closedAt: NOW, completedAt: NOW }),
  aTask('dead', { stage: 'dead', closedAt: NOW }),
];

describe('the overview', () => {
  it('tells of each labourer what waits, runs and ended, exactly where the store counts', async () => {
    const side = aReadSide(TWO);
    await side.store.add(everywhere);
    await side.system.orchestrator.pass();
    const { labourers, read_units } = await overview(side.reads, live);
    expect(read_units).toBeNull();
    expect(labourers).toEqual([
      {
        labourer_id: LABOURER,
        paused: false,
        cap: 3,
        configured_cap: 3,
        operator_cap: null,
        allowance: 3,
        running: 3,
        queued: { count: 2, exact: true },
        oldest_wait: 50,
        expired: 1,
        retrying: 1,
        done: 1,
        dead: 1,
        cancelled: 0,
        done_per_minute: null,
        failed_per_minute: null,
        share_failed: null,
        sparkline: [],
        status: 4,
        decision: { at: NOW, text: 'allowed 3 of 3: no health metrics → High' },
      },
      expect.objectContaining({ labourer_id: OTHER_LABOURER, queued: { count: 0, exact: true }, oldest_wait: null }),
    ]);
  });

  it('a paused labourer with an operator’s cap: nothing is allowed, and both caps are told', async () => {
    const side = aReadSide(TWO);
    await side.system.orchestrator.pass();
    await side.ledger.compareAndSet({ ...(await side.ledger.read(LABOURER)), paused: true, operatorCap: 2 });
    const [first] = (await overview(side.reads, live)).labourers;
    expect(first).toMatchObject({ paused: true, allowance: 0, cap: 2, configured_cap: 3, operator_cap: 2 });
  });

  it('reads at most two units a labourer where reading costs, and tells what that leaves unknown', async () => {
    const samples = [{ at: at(-60), queued: 40, status: 3 as const }];
    const side = aReadSide({ ...TWO, counts: false, samples });
    await side.store.add(everywhere);
    await side.system.orchestrator.pass();
    const { labourers, read_units } = await overview(side.reads, live);
    expect(read_units).toBeLessThanOrEqual(2 * labourers.length);
    expect(labourers).toMatchObject([
      {
        queued: { count: 40, exact: false },
        oldest_wait: 50,
        running: 3,
        dead: null,
        expired: null,
        status: 3,
        decision: null,
      },
      { queued: { count: 0, exact: true }, oldest_wait: null },
    ]);
  });

  it('rates are those of the last five minutes, the share failed and the curve those of the last hour', async () => {
    const samples = [
      { at: at(-3600), done: 100, dead: 10, retried: 0 },
      { at: at(-300), done: 170, dead: 10, retried: 20 },
      { at: at(-120), done: 190, dead: 15, retried: 20 },
      { at: NOW, done: 200, dead: 20, retried: 20 },
    ];
    const [first] = (await overview(aReadSide({ samples }).reads, live)).labourers;
    expect(first).toMatchObject({ done_per_minute: 6, failed_per_minute: 2, share_failed: 30 / 130 });
    expect(first?.sparkline).toHaveLength(30);
    expect(first?.sparkline.at(-1)).toBe(10);
    expect(first?.sparkline.reduce((sum, done) => sum + done, 0)).toBe(100);
  });

  it('an instant of the past is told from its sample alone; what was not recorded is null', async () => {
    const samples = [
      aSample({ at: at(-100), queued: 7, oldestWait: 30, running: 2, allowance: 0, paused: true, done: 5 }),
    ];
    const side = aReadSide({ samples });
    await side.store.add(everywhere);
    const [then] = (await overview(side.reads, { now: at(-90), live: false })).labourers;
    expect(then).toMatchObject({
      paused: true,
      running: 2,
      queued: { count: 7, exact: true },
      oldest_wait: 30,
      done: 5,
      expired: null,
    });
    const [before] = (await overview(side.reads, { now: at(-101), live: false })).labourers;
    expect(before).toMatchObject({ queued: null, done: null, status: null, sparkline: [] });
  });
});
