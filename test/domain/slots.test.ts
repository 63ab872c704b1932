import { describe, expect, it } from 'vitest';
import {
  adoptRunning,
  attemptLife,
  capInForce,
  decideAllowance,
  extend,
  freeTokens,
  giveBack,
  handOverAllowed,
  type LabourerRow,
  outlivesAttempt,
  processOfSlot,
  reserve,
  reserveTail,
  slotText,
  type Token,
  tokenOfSlot,
  tokensOut,
  withOperatorCap,
  withPause,
} from '../../src/domain/slots.js';
import { type EpochSeconds, seconds } from '../../src/domain/time.js';
import { aRow, at, greenfield, NOW } from '../support/a-task.js';

const LIFE = seconds(1200);
/** Tokens out: so many until so many seconds from now. */
const out = (...batches: readonly (readonly [EpochSeconds, number])[]) => aRow({ batches: new Map(batches) });
const token = (offset: number): Token => ({ expiresAt: at(offset) });

describe('reserving', () => {
  it('gives tokens that live three times as long as an attempt, to the next of some forty instants', () => {
    const { row, result } = reserve(aRow(), 3, NOW, LIFE);
    expect(result).toHaveLength(3);
    expect(result[0]?.expiresAt).toBe(Math.ceil((NOW + 3600) / 120) * 120);
    expect(row?.batches).toEqual(new Map([[result[0]?.expiresAt, 3]]));
  });

  it('spreads the tokens of however long lives over some forty instants, each three lives off or a little more', () => {
    for (const life of [seconds(60), LIFE, seconds(86_400), seconds(604_800)]) {
      const pass = Math.max(Math.floor(life / 100), 1);
      const instants = Array.from({ length: Math.ceil((3 * life) / pass) }, (_, index) => at(index * pass));
      const expiries = instants.map((now) => [now, reserve(aRow(), 1, now, life).result[0]?.expiresAt ?? 0] as const);
      expect(new Set(expiries.map(([, expiresAt]) => expiresAt)).size).toBeLessThanOrEqual(42);
      for (const [now, expiresAt] of expiries) {
        expect(expiresAt - now).toBeGreaterThanOrEqual(3 * life);
        expect(expiresAt - now).toBeLessThan(3 * life + (3 * life) / 40 + 60);
      }
    }
  });

  it('gives no more than the allowance leaves', () => {
    expect(reserve(out([at(100), 4], [at(200), 3]), 10, NOW, LIFE).result).toHaveLength(3);
    expect(reserve(out([at(100), 10]), 1, NOW, LIFE)).toEqual({ result: [] });
  });

  it('does not count tokens that have expired, and drops them from the row', () => {
    const { row, result } = reserve(out([NOW, 10], [at(60), 1]), 20, NOW, LIFE);
    expect(result).toHaveLength(9);
    expect([...(row?.batches.keys() ?? [])]).not.toContain(NOW);
  });

  it('gives none while paused', () => {
    expect(reserve(aRow({ paused: true }), 1, NOW, LIFE)).toEqual({ result: [] });
    expect(freeTokens(aRow({ paused: true }), NOW)).toBe(0);
  });

  it('gives none where more are out than a lowered allowance has', () => {
    expect(freeTokens({ ...out([at(100), 8]), allowance: 5 }, NOW)).toBe(0);
  });
});

describe('giving back', () => {
  it('takes the token out of its own batch', () => {
    const { row } = giveBack(out([at(60), 2], [at(120), 2]), [token(120)], NOW);
    expect(row?.batches).toEqual(
      new Map([
        [at(60), 2],
        [at(120), 1],
      ]),
    );
  });

  it.each([-1, 0])('of a token that expired at %s s changes nothing: its place was counted free already', (offset) => {
    const row = out([at(offset), 1], [at(60), 1]);
    expect(giveBack(row, [token(offset)], NOW)).toStrictEqual({ result: undefined });
  });

  it('of the last token of a batch leaves no empty one behind', () => {
    expect(giveBack(out([at(60), 1], [at(120), 1]), [token(60)], NOW).row?.batches).toEqual(new Map([[at(120), 1]]));
  });

  it('of a token that nobody counts any more takes none of another batch', () => {
    expect(giveBack(out([at(60), 1]), [token(120)], NOW).row).toBeUndefined();
  });

  it('never makes a batch smaller than empty', () => {
    expect(giveBack(out([at(60), 1]), [token(60), token(60)], NOW).row?.batches).toEqual(new Map());
  });
});

describe('handing over', () => {
  it.each([
    ['all, under the allowance', 10, 5, 2, 2],
    ['all, at the allowance', 10, 10, 2, 2],
    ['what a lowered allowance leaves', 10, 11, 2, 1],
    ['none, far above it', 2, 10, 3, 0],
  ])('keeps %s', (_, allowance, tokens, held, expected) => {
    const row = { ...out([at(600), tokens]), allowance };
    expect(handOverAllowed(row, held, NOW)).toBe(expected);
    expect(handOverAllowed({ ...row, paused: true }, held, NOW)).toBe(0);
  });

  it('needs a token that outlives the attempt', () => {
    expect(outlivesAttempt(token(1200), NOW, LIFE)).toBe(true);
    expect(outlivesAttempt(token(1199), NOW, LIFE)).toBe(false);
    expect(attemptLife({ duration: seconds(900), cooldown: seconds(300) })).toBe(LIFE);
  });
});

describe('extending', () => {
  it('exchanges one token and not its batch, whose lost ones would never come back', () => {
    const { row, result } = extend(out([at(60), 3]), [token(60)], NOW, LIFE);
    expect(result).toHaveLength(1);
    expect(row?.batches.get(at(60))).toBe(2);
    expect(row?.batches.get(result[0]?.expiresAt ?? NOW)).toBe(1);
  });

  it('never makes more of them', () => {
    const row = out([at(60), 2], [at(120), 3]);
    const extended = extend(row, [token(60), token(120)], NOW, LIFE).row;
    expect(extended === undefined ? undefined : tokensOut(extended, NOW)).toBe(5);
  });

  it('of an expired token gives none', () => {
    expect(extend(out([at(-60), 1]), [token(-60)], NOW, LIFE)).toEqual({ result: [] });
  });

  it('gives none that the allowance does not cover any more', () => {
    expect(extend({ ...out([at(60), 3]), allowance: 2 }, [token(60)], NOW, LIFE)).toEqual({ result: [] });
  });
});

describe('the allowance', () => {
  const decision = { cap: 10, allowance: 5 };

  it('is written when it changes', () => {
    const row = decideAllowance(aRow({ version: 1 }), decision, at(5));
    expect(row).toMatchObject({ cap: 10, allowance: 5, decidedAt: at(5) });
  });

  it('is not written again when it is the same', () => {
    const row = aRow({ version: 1, ...decision });
    expect(decideAllowance(row, decision, at(3600))).toBe(row);
    expect(decideAllowance(row, { ...decision, allowance: 1 }, at(60)).decidedAt).toBe(at(60));
    expect(decideAllowance(row, { ...decision, cap: 11 }, at(60))).toMatchObject({ cap: 11, decidedAt: at(60) });
  });

  it('is written the first time, though it be what an undecided row has', () => {
    const paused = aRow({ version: 1, cap: 0, allowance: 0, paused: true, decidedAt: at(-NOW) });
    expect(decideAllowance(paused, { cap: 0, allowance: 0 }, at(1)).decidedAt).toBe(at(1));
  });

  it('takes nothing from tokens that are out', () => {
    expect(tokensOut(decideAllowance(out([at(60), 10]), { cap: 10, allowance: 0 }, NOW), NOW)).toBe(10);
  });
});

describe("an operator's cap", () => {
  const row = aRow({ cap: 10, allowance: 7 });

  it('that is lower counts at once for what is started, and one that is higher with the next decision', () => {
    expect(withOperatorCap(row, 3).row).toMatchObject({ operatorCap: 3, allowance: 3, cap: 10 });
    expect(withOperatorCap(row, 20).row).toMatchObject({ operatorCap: 20, allowance: 7, cap: 10 });
  });

  it('takes nothing from tokens that are out, but keeps them from being handed over', () => {
    const capped = withOperatorCap({ ...out([at(9000), 5]), allowance: 5 }, 2).row as LabourerRow;
    expect([tokensOut(capped, NOW), handOverAllowed(capped, 1, NOW), handOverAllowed(capped, 4, NOW)]).toEqual([
      5, 0, 1,
    ]);
  });

  it('that is taken back leaves the allowance to the next decision', () => {
    const capped = withOperatorCap(row, 3).row as LabourerRow;
    const back = withOperatorCap(capped, undefined).row;
    expect(back).toEqual({ ...row, allowance: 3 });
    expect([capInForce(capped, 10), capInForce(back as LabourerRow, 10), capInForce(capped, 0)]).toEqual([3, 10, 3]);
  });

  it('is not written again when it is the same', () => {
    expect(withOperatorCap(row, undefined).row).toBeUndefined();
    expect(withOperatorCap({ ...row, operatorCap: 3 }, 3).row).toBeUndefined();
  });
});

it('is written without batches that have expired or are empty', () => {
  const row = out([at(-1), 2], [NOW, 5], [at(60), 0], [at(120), 1]);
  const written = decideAllowance(row, { cap: 10, allowance: 5 }, NOW);
  expect(written.batches).toEqual(new Map([[at(120), 1]]));
});

describe('attempts that an orchestrator without tokens has started', () => {
  it('are counted beside the tokens that are out, until the last of them must have ended', () => {
    const row = adoptRunning(out([at(60), 2]), 3, NOW, LIFE);
    const end = at(Math.ceil((NOW + LIFE) / 60) * 60 - NOW);
    expect(row.batches).toEqual(
      new Map([
        [at(60), 2],
        [end, 3],
      ]),
    );
  });

  it('change nothing where there are none', () => {
    const row = out([at(60), 2]);
    expect(adoptRunning(row, 0, NOW, LIFE)).toBe(row);
  });
});

it('is paused and resumed by a write of its own, and only when that changes anything', () => {
  expect(withPause(aRow(), true).row?.paused).toBe(true);
  expect(withPause(aRow({ paused: true }), false).row?.paused).toBe(false);
  expect(withPause(aRow({ paused: true }), true)).toStrictEqual({ result: undefined });
});

describe('the reserved tail', () => {
  const queue = { newest: undefined, step: 1000, rows: 3 };

  it('goes on where the last job ended, although its rows are not seen yet', () => {
    const first = reserveTail(aRow(), queue, NOW);
    const second = reserveTail(first.row ?? aRow(), queue, at(899));
    expect(second.result.start).toBe(first.result.tail);
  });

  it('is forgotten when the queue is empty and the rows had their time to come', () => {
    const { row = aRow() } = reserveTail(aRow(), queue, NOW);
    expect(reserveTail(row, queue, at(900)).result.start).toBe(1000);
  });

  it('counts as long as anything is queued', () => {
    const { row = aRow(), result } = reserveTail(aRow(), queue, NOW);
    expect(reserveTail(row, { ...queue, newest: greenfield(2000) }, at(90_000)).result.start).toBe(result.tail);
    expect(reserveTail(row, { ...queue, newest: greenfield(9000) }, at(1)).result.start).toBe(9000);
  });
});

it('names a claim by the batch of its token and a nonce', () => {
  const slot = slotText(token(60), 'process-7');
  expect(slot).toBe(`${NOW + 60}.process-7`);
  expect(tokenOfSlot(slot)).toEqual(token(60));
});

it.each([
  ['process-7', 'process'],
  ['3f2a-11c0-9', '3f2a-11c0'],
  ['host.example-12', 'host.example'],
])('tells by the nonce %s that the process %s made the claim', (nonce, process) => {
  expect(processOfSlot(slotText(token(60), nonce))).toBe(process);
});
