/**
 * The rules of the protocol, each with what the product becomes without it and a small world in which that shows. Whatever the
 * product's functions decide is still theirs, but for the one rule that is missing.
 */

import { type LabourerRow, type Token, tokensOut } from '../../src/domain/slots.js';
import { type Guard, guardHolds, type TransitionName, transformed } from '../../src/domain/transition.js';
import { type Bounds, SMALL } from './bounds.js';
import { ALL_RULES, CONDUCT, type Conduct, DECISIONS, type Decisions, type Rules } from './decisions.js';

/** A rule taken away. */
export interface MissingRule {
  /** As `docs/protocol.md` numbers them; for the races of its table, `moving rows`. */
  readonly number: string;
  readonly rule: string;
  readonly bounds: Bounds;
  readonly without: Rules;
}

const one: Bounds = { ...SMALL, tasks: 1, orchestrators: 1, assistants: 1, scavengers: 1 };
const two: Bounds = { ...one, tasks: 2 };

const deciding = (changed: Partial<Decisions>): Rules => ({ ...ALL_RULES, decisions: { ...DECISIONS, ...changed } });
const behaving = (changed: Partial<Conduct>): Rules => ({ ...ALL_RULES, conduct: { ...CONDUCT, ...changed } });

/** The store leaves out part of what a change is guarded by. */
const unguarded = (key: keyof Guard): Rules =>
  deciding({
    guardHolds: (task, change) => {
      const { [key]: _, ...guard } = change.guard;
      return guardHolds(task, { ...change, guard });
    },
  });

/** Exchanges all tokens of the batch that the given one is of. */
function extendBatch(row: LabourerRow, [token]: readonly Token[], ...rest: LastTwo): ReturnType<Decisions['extend']> {
  const count = token === undefined ? 0 : (row.batches.get(token.expiresAt) ?? 0);
  const batch = Array.from({ length: count }, () => token as Token);
  const { row: extended, result } = DECISIONS.extend(row, batch, ...rest);
  return extended === undefined ? { result: [] } : { row: extended, result: result.slice(0, 1) };
}
type LastTwo = [now: Parameters<Decisions['extend']>[2], life: Parameters<Decisions['extend']>[3]];

const ENDS_OF_CLAIMS: readonly TransitionName[] = ['complete', 'fail', 'expire'];

/** An old worker that does not look at its deadline, on a platform that starts it at once. */
export const OLD_WORKER: Partial<Conduct> = { beginsInTime: false, holdsBack: false };

/** The labourer's row and its tokens. */
const OF_TOKENS: readonly MissingRule[] = [
  {
    number: '1',
    rule: 'a reservation counts the tokens that are out',
    bounds: two,
    without: deciding({
      reserve: (row, ...rest) => {
        const reserved = DECISIONS.reserve({ ...row, allowance: row.allowance + tokensOut(row, rest[1]) }, ...rest);
        if (reserved.row === undefined) return reserved;
        return { ...reserved, row: { ...reserved.row, allowance: row.allowance } };
      },
    }),
  },
  {
    number: '1',
    rule: "the labourer's row is written only as it was read",
    bounds: { ...two, orchestrators: 2, slowLedger: true },
    without: behaving({ comparesAndSets: false }),
  },
  {
    number: '4',
    rule: 'a claim needs a token that outlives the attempt',
    bounds: one,
    without: deciding({ outlivesAttempt: () => true }),
  },
  {
    number: '6',
    rule: 'a token is given back once, confirmed or not',
    bounds: { ...two, allowances: [2], orchestrators: 2 },
    without: behaving({ givesBackOnce: false }),
  },
  {
    number: '10',
    rule: "a hand-over asks the labourer's row",
    bounds: { ...two, pausing: true },
    without: deciding({ handOverAllowed: (_row, held) => held }),
  },
  {
    number: '10',
    rule: 'an old token is exchanged by itself, not with its batch',
    bounds: { ...two, allowances: [2], orchestrators: 2 },
    without: deciding({ extend: extendBatch }),
  },
  {
    number: '11',
    rule: 'tokens in hand are held against the row again after a minute',
    bounds: { ...one, pausing: true },
    without: behaving({ readsAgain: false }),
  },
  {
    number: '11',
    rule: 'a reservation acts on the allowance, not on the cap',
    bounds: { ...two, allowances: [2, 1], orchestrators: 2, lowering: true },
    without: deciding({
      reserve: (row, ...rest) => {
        const reserved = DECISIONS.reserve({ ...row, allowance: row.cap }, ...rest);
        if (reserved.row === undefined) return reserved;
        return { ...reserved, row: { ...reserved.row, allowance: row.allowance } };
      },
    }),
  },
];

/** The task's row, its claim and its attempts. */
const OF_CLAIMS: readonly MissingRule[] = [
  {
    number: '2',
    rule: 'the nonce is fresh for each claim',
    bounds: { ...one, repeats: ['release'] },
    without: behaving({ freshNonce: false }),
  },
  {
    number: '2, 3',
    rule: 'the write that ends the claim takes the slot',
    bounds: { ...two, failsThenCompletes: true },
    without: deciding({
      transformed: (task, change) => {
        const after = transformed(task, change);
        return ENDS_OF_CLAIMS.includes(change.name) ? { ...after, slot: task.slot } : after;
      },
    }),
  },
  {
    number: '4',
    rule: 'an invocation needs a young claim',
    bounds: one,
    without: behaving({ ...OLD_WORKER, invokesInTime: false }),
  },
  {
    number: '5',
    rule: 'an event that arrives too late is not worked',
    bounds: one,
    without: behaving({ beginsInTime: false }),
  },
  {
    number: '6',
    rule: 'a claim without an answer is looked up, its token not used on',
    bounds: two,
    without: behaving({ looksAfterLostAnswer: false }),
  },
  {
    number: '7',
    rule: 'only the current attempt frees the slot and fails the task',
    bounds: one,
    without: deciding({
      decideReport: (task, message, settings) =>
        DECISIONS.decideReport(task, { ...message, attempt: task.attempts }, settings),
    }),
  },
  {
    number: '7',
    rule: 'a message without a number speaks for a first attempt only',
    bounds: { ...one, numbered: false },
    without: deciding({
      decideReport: (task, message, settings) =>
        DECISIONS.decideReport(task, { ...message, attempt: message.attempt ?? task.attempts }, settings),
    }),
  },
  {
    number: '9',
    rule: 'a token is in hand again only when its release is confirmed',
    bounds: two,
    without: behaving({ needsConfirmedRelease: false }),
  },
];

const slow: Bounds = { ...one, slowStore: true };

/** What the store's conditions are made of. */
const OF_THE_STORE: readonly MissingRule[] = [
  {
    number: 'moving rows',
    rule: 'changes are made for the greenfield as read',
    bounds: slow,
    without: unguarded('greenfield'),
  },
  {
    number: 'moving rows',
    rule: 'changes are made for the attempts as read',
    bounds: slow,
    without: unguarded('attempts'),
  },
  {
    number: 'moving rows',
    rule: 'changes are made for the slot as read',
    bounds: { ...one, repeats: ['release'] },
    without: unguarded('slot'),
  },
  {
    number: 'moving rows',
    rule: 'what is completed is not claimed, failed or expired',
    bounds: slow,
    without: unguarded('completed'),
  },
  {
    number: 'moving rows',
    rule: 'changes are made for the stage as read',
    bounds: slow,
    without: deciding({ guardHolds: (task, change) => guardHolds({ ...task, stage: change.from }, change) }),
  },
];

export const MISSING_RULES: readonly MissingRule[] = [...OF_TOKENS, ...OF_CLAIMS, ...OF_THE_STORE];
