import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  decideAllowance,
  extend,
  giveBack,
  handOverAllowed,
  type LabourerRow,
  reserve,
  type SlotDecision,
  type Token,
  tokensOut,
  withPause,
} from '../../src/domain/slots.js';
import { epochSeconds, seconds } from '../../src/domain/time.js';
import { aRow, NOW } from '../support/a-task.js';

const LIFE = seconds(200);
const CAP = 8;

const small = fc.nat({ max: 5 });
/** What happens to a labourer's row, and to the tokens that processes hold. */
const event = fc.oneof(
  { weight: 4, arbitrary: small.map((count) => ({ kind: 'reserve' as const, count })) },
  { weight: 3, arbitrary: small.map((count) => ({ kind: 'giveBack' as const, count })) },
  { weight: 2, arbitrary: small.map((count) => ({ kind: 'extend' as const, count })) },
  { weight: 1, arbitrary: small.map((count) => ({ kind: 'lose' as const, count })) },
  { weight: 2, arbitrary: fc.nat({ max: CAP }).map((allowance) => ({ kind: 'allow' as const, allowance })) },
  { weight: 1, arbitrary: fc.boolean().map((paused) => ({ kind: 'pause' as const, paused })) },
  { weight: 3, arbitrary: fc.nat({ max: 300 }).map((length) => ({ kind: 'wait' as const, length })) },
);
type Event = typeof event extends fc.Arbitrary<infer Value> ? Value : never;

/** A row, its clock, and the tokens in hand. */
class Model {
  row: LabourerRow = aRow({ cap: CAP, allowance: CAP });
  hand: Token[] = [];
  now = NOW;

  happen(happening: Event): void {
    switch (happening.kind) {
      case 'reserve':
        this.hand.push(...this.#write(reserve(this.row, happening.count, this.now, LIFE)));
        return;
      case 'giveBack':
        this.#write(giveBack(this.row, this.hand.splice(0, happening.count), this.now));
        return;
      case 'extend': {
        const exchanged = this.hand.slice(0, happening.count);
        const fresh = this.#write(extend(this.row, exchanged, this.now, LIFE));
        // Which of the tokens were exchanged is not told: those that were not are given up.
        this.hand.splice(0, exchanged.length, ...fresh);
        return;
      }
      case 'lose':
        this.hand.splice(0, happening.count);
        return;
      case 'allow':
        this.row = decideAllowance(this.row, { cap: CAP, allowance: happening.allowance }, this.now);
        return;
      case 'pause':
        this.#write(withPause(this.row, happening.paused));
        return;
      case 'wait':
        this.now = epochSeconds(this.now + happening.length);
    }
  }

  #write<Result>({ row, result }: SlotDecision<Result>): Result {
    if (row !== undefined) this.row = { ...row, version: row.version + 1 };
    return result;
  }
}

const histories = fc.array(event, { maxLength: 60 });

it('never has more tokens out than the allowance whenever their number grows', () => {
  fc.assert(
    fc.property(histories, (events) => {
      const model = new Model();
      for (const happening of events) {
        const before = tokensOut(model.row, model.now);
        model.happen(happening);
        const after = tokensOut(model.row, model.now);
        if (after <= before) continue;
        expect(after).toBeLessThanOrEqual(model.row.allowance);
        expect(model.row.paused).toBe(false);
      }
    }),
    { numRuns: 1000 },
  );
});

it('counts every living token that somebody holds', () => {
  fc.assert(
    fc.property(histories, (events) => {
      const model = new Model();
      for (const happening of events) {
        model.happen(happening);
        const living = model.hand.filter((token) => token.expiresAt > model.now);
        expect(living.length).toBeLessThanOrEqual(tokensOut(model.row, model.now));
      }
    }),
    { numRuns: 1000 },
  );
});

it('gets every lost token back within the life of a fresh one, rounded up', () => {
  fc.assert(
    fc.property(histories, (events) => {
      const model = new Model();
      for (const happening of events) model.happen(happening);
      model.now = epochSeconds(model.now + 3 * LIFE + 120);
      expect(tokensOut(model.row, model.now)).toBe(0);
    }),
  );
});

it('keeps the row small: some forty batches at most, none of them empty', () => {
  fc.assert(
    fc.property(histories, (events) => {
      const model = new Model();
      for (const happening of events) model.happen(happening);
      const written = reserve({ ...model.row, paused: false, allowance: 100 }, 1, model.now, LIFE).row;
      expect(written?.batches.size).toBeLessThanOrEqual(42);
      for (const [expiresAt, count] of written?.batches ?? []) {
        expect(expiresAt).toBeGreaterThan(model.now);
        expect(count).toBeGreaterThan(0);
      }
    }),
  );
});

it('hands over no more tokens than are held, and as many as bring the rest down to the allowance', () => {
  fc.assert(
    fc.property(histories, fc.nat({ max: CAP }), (events, held) => {
      const model = new Model();
      for (const happening of events) model.happen(happening);
      const allowed = handOverAllowed(model.row, held, model.now);
      expect(allowed).toBeGreaterThanOrEqual(0);
      expect(allowed).toBeLessThanOrEqual(held);
      const tooMany = tokensOut(model.row, model.now) - model.row.allowance;
      const expected = model.row.paused ? 0 : Math.min(held, Math.max(held - Math.max(tooMany, 0), 0));
      expect(allowed).toBe(expected);
    }),
  );
});
