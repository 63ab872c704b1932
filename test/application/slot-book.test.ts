import { describe, expect, it } from 'vitest';
import { type Fault, faultySlotLedger } from '../../src/adapters/memory/faulty.js';
import { MemorySlotLedger } from '../../src/adapters/memory/memory-slot-ledger.js';
import { tokensOut } from '../../src/domain/slots.js';
import { at, LABOURER, NOW } from '../support/a-task.js';
import { aSystem } from '../support/system.js';

const allow =
  (allowance: number, cap = 10) =>
  () => ({ cap, allowance });

/** A system whose ledger's writes fare as told, in their order; further ones go well. */
function withWrites(...faults: Fault[]) {
  const ledger = new MemorySlotLedger();
  const flaky = faultySlotLedger(ledger, ({ method }) =>
    method === 'compareAndSet' ? (faults.shift() ?? 'none') : 'none',
  );
  return { ...aSystem({ ports: { ledger: flaky } }), ledger };
}

describe('reserving', () => {
  it('gives what is wanted, never more than the allowance leaves', async () => {
    const { slots, labourer, ledger } = aSystem();
    expect((await slots.reserve(labourer(), allow(7), 5)).tokens).toHaveLength(5);
    expect((await slots.reserve(labourer(), allow(7), 5)).tokens).toHaveLength(2);
    expect((await slots.reserve(labourer(), allow(7), 5)).tokens).toHaveLength(0);
    expect(slots.free(await ledger.read(LABOURER), 9)).toBe(2);
    expect(tokensOut(await ledger.read(LABOURER), NOW)).toBe(7);
  });

  it('writes what was decided although nothing is wanted, once, and tells what was decided before', async () => {
    const { slots, labourer, ledger, simulated } = aSystem();
    expect((await slots.reserve(labourer(), allow(7), 0)).before).toMatchObject({ version: 0, allowance: 0 });
    expect(await ledger.read(LABOURER)).toMatchObject({ allowance: 7, cap: 10, decidedAt: NOW });
    simulated.set(at(3600));
    expect((await slots.reserve(labourer(), allow(7), 0)).before).toMatchObject({ version: 1, allowance: 7 });
    expect((await ledger.read(LABOURER)).version).toBe(1);
    expect((await slots.reserve(labourer(), allow(5), 1)).before).toMatchObject({ allowance: 7 });
  });

  it('starts from the row that was read for it, and reads again when another was faster', async () => {
    const { slots, labourer, ledger } = aSystem();
    const row = await ledger.read(LABOURER);
    expect((await slots.reserve(labourer(), allow(3), 2, row)).tokens).toHaveLength(2);
    expect((await slots.reserve(labourer(), allow(3), 2, row)).tokens).toHaveLength(1);
  });

  it('of two at once never gives more than there is', async () => {
    const { slots, labourer } = aSystem();
    const both = await Promise.all([slots.reserve(labourer(), allow(3), 3), slots.reserve(labourer(), allow(3), 3)]);
    expect(both.flatMap(({ tokens }) => tokens)).toHaveLength(3);
  });

  it('whose answer was lost gives nothing: what it took expires', async () => {
    const { slots, labourer, ledger, simulated } = withWrites('lose');
    expect((await slots.reserve(labourer(), allow(3), 3)).tokens).toEqual([]);
    expect(tokensOut(await ledger.read(LABOURER), NOW)).toBe(3);
    simulated.set(at(3 * 1200 + 120));
    expect((await slots.reserve(labourer(), allow(3), 3)).tokens).toHaveLength(3);
  });

  it('gives nothing while the labourer is paused', async () => {
    const { slots, labourer, ledger } = aSystem();
    await slots.pause(LABOURER, true);
    expect(slots.free(await ledger.read(LABOURER), 7)).toBe(0);
    expect((await slots.reserve(labourer(), allow(7), 5)).tokens).toEqual([]);
    await slots.pause(LABOURER, false);
    expect((await slots.reserve(labourer(), allow(7), 5)).tokens).toHaveLength(5);
  });
});

describe('giving back', () => {
  it('makes room for others, once for each token', async () => {
    const { slots, labourer, ledger } = aSystem();
    const { tokens } = await slots.reserve(labourer(), allow(3), 3);
    await slots.giveBack(LABOURER, tokens.slice(0, 2));
    expect(tokensOut(await ledger.read(LABOURER), NOW)).toBe(1);
  });

  it('is not repeated when the answer was lost', async () => {
    const { slots, labourer, ledger } = withWrites('none', 'lose');
    const { tokens } = await slots.reserve(labourer(), allow(3), 3);
    await slots.giveBack(LABOURER, tokens.slice(0, 1));
    expect(tokensOut(await ledger.read(LABOURER), NOW)).toBe(2);
  });
});

describe('handing over', () => {
  it('keeps young tokens as they are, without a write', async () => {
    const { slots, labourer, ledger } = aSystem();
    const { tokens } = await slots.reserve(labourer(), allow(3), 2);
    const { version } = await ledger.read(LABOURER);
    expect(await slots.forHandOver(labourer(), tokens)).toEqual({ usable: tokens, allowance: 3 });
    expect(await ledger.read(LABOURER)).toMatchObject({ version });
  });

  it('exchanges tokens that would not outlive another attempt for fresh ones', async () => {
    const { slots, labourer, ledger, simulated } = aSystem();
    const { tokens } = await slots.reserve(labourer(), allow(3), 2);
    simulated.set(at(2500));
    const [fresh] = (await slots.forHandOver(labourer(), tokens.slice(0, 1))).usable;
    expect(fresh?.expiresAt).toBeGreaterThanOrEqual(at(2500 + 3600));
    expect(tokensOut(await ledger.read(LABOURER), at(2500))).toBe(2);
  });

  it('gives back what a lowered allowance no longer covers, all of it while paused', async () => {
    const { slots, labourer, ledger } = aSystem();
    const { tokens } = await slots.reserve(labourer(), allow(5), 5);
    await slots.reserve(labourer(), allow(3), 0);
    expect((await slots.forHandOver(labourer(), tokens.slice(0, 3))).usable).toHaveLength(1);
    expect(tokensOut(await ledger.read(LABOURER), NOW)).toBe(3);
    await slots.pause(LABOURER, true);
    expect((await slots.forHandOver(labourer(), tokens.slice(3))).usable).toEqual([]);
    expect(tokensOut(await ledger.read(LABOURER), NOW)).toBe(1);
  });

  it('drops tokens that have expired, and those whose exchange was not confirmed', async () => {
    const { slots, labourer, simulated } = withWrites('none', 'lose');
    const { tokens } = await slots.reserve(labourer(), allow(3), 2);
    simulated.set(at(2500));
    expect((await slots.forHandOver(labourer(), tokens.slice(0, 1))).usable).toEqual([]);
    simulated.set(at(6200));
    expect((await slots.forHandOver(labourer(), tokens.slice(1))).usable).toEqual([]);
  });
});

describe('what must be known to be done', () => {
  it('rejects when it was not confirmed: a pause, and places in the queue', async () => {
    const { slots } = withWrites('lose', 'lose');
    await expect(slots.pause(LABOURER, true)).rejects.toMatchObject({ code: 'pause.unconfirmed', retryable: true });
    const places = slots.reserveTail(LABOURER, { newest: undefined, step: 1000, rows: 1 });
    await expect(places).rejects.toMatchObject({ code: 'queue.contended', retryable: true });
  });
});
