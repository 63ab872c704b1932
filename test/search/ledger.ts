/** The labourer's row of the searched world, and everything that may happen to it and to tokens in hand. */

import type { LabourerRow, Token } from '../../src/domain/slots.js';
import { attemptLife, decideAllowance, emptyRow, tokensOut, withPause } from '../../src/domain/slots.js';
import { labourerId } from '../../src/domain/ids.js';
import { type EpochSeconds, epochSeconds } from '../../src/domain/time.js';
import { type Essential, freed, type Hand, type HeldToken, ready, returning, rowText } from './hand.js';
import { NOW } from './instants.js';
import type { Setting } from './setting.js';

export interface Ledger {
  /** As of `NOW`, like everything of the state. */
  readonly row: LabourerRow;
  /** Seconds of the minute that `NOW` stands for: expiries are rounded to whole minutes. */
  readonly second: number;
  /** Steps of time since the allowance was lowered for good; undefined before. */
  readonly loweredAgo?: number | undefined;
  /** Steps of time since the labourer was paused. */
  readonly pausedAgo?: number | undefined;
}

/** One thing that may happen to the row. `hands` is what the process has in hand then. */
export interface LedgerStep {
  readonly label: string;
  readonly ledger: Ledger;
  readonly hands: readonly Hand[];
  /** Whether it wrote the row, so that others who read it before have lost. */
  readonly wrote: boolean;
  readonly broken?: string | undefined;
}

export function newLedger({ bounds }: Setting): Ledger {
  const allowance = bounds.allowances[0];
  const row = { ...emptyRow(labourerId('worker')), version: 1, allowance, cap: Math.max(...bounds.allowances) };
  return { row: { ...row, decidedAt: NOW }, second: 0 };
}

export const ledgerText = ({ row, second, loweredAgo, pausedAgo }: Ledger): string =>
  [rowText(row), second, loweredAgo ?? '', pausedAgo ?? ''].join('|');

/** Steps of time after which an allowance that was lowered has to hold: 2 L and the duration (protocol, rule 11). */
export const lowerTicks = ({ bounds, times }: Setting): number => 2 * times.lifeTicks + bounds.duration;
/** Steps of time after which nobody acts on an older reading of the row: more than a minute. */
export const readTicks = ({ times }: Setting): number => Math.floor(60 / times.tick) + 1;

const moved = (instant: EpochSeconds, by: number): EpochSeconds => epochSeconds(instant + by);

function movedRow(row: LabourerRow, by: number): LabourerRow {
  if (by === 0) return row;
  return { ...row, batches: new Map([...row.batches].map(([at, count]) => [moved(at, by), count])) };
}

/** The row a step of time later. A batch that expired just now is kept: it is for the decisions to leave it out. */
export function laterRow(row: LabourerRow, tick: number): LabourerRow {
  const batches = [...row.batches].map(([at, count]) => [moved(at, -tick), count] as const);
  return { ...row, batches: new Map(batches.filter(([at]) => at >= NOW)) };
}

export function laterLedger(ledger: Ledger, setting: Setting): Ledger {
  const counted = (ago: number | undefined, limit: number) =>
    ago === undefined ? undefined : Math.min(ago + 1, limit);
  return {
    row: laterRow(ledger.row, setting.times.tick),
    second: (ledger.second + setting.times.tick) % 60,
    loweredAgo: counted(ledger.loweredAgo, lowerTicks(setting)),
    pausedAgo: counted(ledger.pausedAgo, readTicks(setting)),
  };
}

/** Asks a decision of the product's about the row and tokens, at the second of the minute that it is. */
function asked<Answer>(
  { row, second }: Ledger,
  tokens: readonly Token[],
  decide: (row: LabourerRow, tokens: readonly Token[], now: EpochSeconds) => { row?: LabourerRow; result: Answer },
): { readonly row: LabourerRow | undefined; readonly result: Answer } {
  const given = tokens.map(({ expiresAt }) => ({ expiresAt: moved(expiresAt, second) }));
  const { row: decided, result } = decide(movedRow(row, second), given, moved(NOW, second));
  return { row: decided === undefined ? undefined : written(movedRow(decided, -second)), result };
}

/** Versions only tell whether somebody wrote in between, which the search knows; instants of decisions say nothing here. */
const written = (row: LabourerRow): LabourerRow => ({ ...row, version: 1, decidedAt: NOW });
const heard = (tokens: readonly Token[], second: number): Token[] =>
  tokens.map(({ expiresAt }) => ({ expiresAt: moved(expiresAt, -second) }));

/** What operators may do, and Orchestrators that reserve: `free` more processes of theirs may be under way. */
export function ledgerSteps(ledger: Ledger, setting: Setting, free: number): LedgerStep[] {
  const { bounds } = setting;
  const steps: LedgerStep[] = [];
  if (bounds.lowering && ledger.loweredAgo === undefined) {
    const decision = { cap: ledger.row.cap, allowance: Math.min(...bounds.allowances) };
    const row = written(decideAllowance(ledger.row, decision, NOW));
    const lowered = { ...ledger, row, loweredAgo: 0 };
    steps.push({ label: `the allowance is lowered to ${decision.allowance}`, ledger: lowered, hands: [], wrote: true });
  }
  if (bounds.pausing) {
    const paused = !ledger.row.paused;
    const row = withPause(ledger.row, paused).row ?? ledger.row;
    const label = paused ? 'an operator pauses' : 'an operator resumes';
    const changed = { ...ledger, row, pausedAgo: paused ? 0 : undefined };
    steps.push({ label, ledger: changed, hands: [], wrote: true });
  }
  const allowances = bounds.lowering ? [ledger.row.allowance] : bounds.allowances;
  for (const allowance of allowances) {
    for (let wanted = 1; wanted <= free; wanted++) steps.push(...reservations(ledger, allowance, wanted, setting));
  }
  return steps;
}

/** As the slot book does: what the ecology allows is written, and tokens are reserved under it, in one change. */
function reservations(ledger: Ledger, allowance: number, wanted: number, setting: Setting): LedgerStep[] {
  const { decisions } = setting.rules;
  const { row, result } = asked(ledger, [], (read, _, now) => {
    const decided = decideAllowance(read, { cap: read.cap, allowance }, now);
    const reserved = decisions.reserve(decided, wanted, now, attemptLife(setting.times));
    return reserved.row === undefined && decided !== read ? { row: decided, result: [] } : reserved;
  });
  if (row === undefined || (wanted > 1 && result.length < wanted)) return [];
  const broken =
    result.length > 0 && tokensOut(row, NOW) > row.allowance
      ? 'tokens out stay within the allowance they are reserved under'
      : undefined;
  const hands = heard(result, ledger.second).map((token) => ready('O', token));
  const label = `an Orchestrator allows ${allowance} and reserves ${hands.length}`;
  return writes(ledger, row, { label, by: 'O', written: hands, otherwise: [], broken }, setting);
}

interface Intent {
  readonly label: string;
  readonly by: Essential;
  readonly written: readonly HeldToken[];
  readonly otherwise: readonly HeldToken[];
  readonly broken?: string | undefined;
}

/** The compare-and-set of a row as decided: at once, or, where the ledger is slow, some time later. */
function writes(ledger: Ledger, row: LabourerRow, intent: Intent, setting: Setting): LedgerStep[] {
  const { label, by, written, otherwise, broken } = intent;
  const done: LedgerStep = { label, ledger: { ...ledger, row }, hands: written, wrote: true, broken };
  const unheard: LedgerStep[] =
    written.length === 0 ? [] : [{ ...done, label: `${label}, the answer is lost`, hands: [] }];
  if (!setting.bounds.slowLedger) return [done, ...unheard];
  const writing: Hand = { kind: 'writing', by, row, written, otherwise };
  return [{ label: `${label}: sent`, ledger, hands: [writing], wrote: false, broken }];
}

/** What a process may do with what it has in hand, but for claiming a task with it. */
export function handSteps(hand: Hand, ledger: Ledger, setting: Setting): LedgerStep[] {
  const dies: LedgerStep = { label: 'a process dies with a token in hand', ledger, hands: [], wrote: false };
  if (hand.kind === 'writing') {
    const row = setting.rules.conduct.comparesAndSets ? hand.row : { ...hand.row, paused: ledger.row.paused };
    const landed: LedgerStep = {
      label: 'the row is written',
      ledger: { ...ledger, row },
      hands: hand.written,
      wrote: true,
    };
    const lost =
      hand.written.length === 0 ? [] : [{ ...landed, label: 'the row is written, the answer is lost', hands: [] }];
    return [landed, ...lost, { ...dies, label: 'the row is never written' }];
  }
  const steps = hand.kind === 'returning' ? giveBackSteps(hand, ledger, setting) : [];
  if (hand.kind === 'freed' || mustReadAgain(hand, setting)) steps.push(...handOverSteps(hand, ledger, setting));
  if (hand.kind === 'ready') {
    steps.push({ label: 'there is nothing to start', ledger, hands: [returning(hand.by, hand.token)], wrote: false });
  }
  return [...steps, dies];
}

export const mustReadAgain = (hand: HeldToken, setting: Setting): boolean =>
  hand.kind === 'ready' && setting.rules.conduct.readsAgain && hand.readAgo >= readTicks(setting);

function giveBackSteps(hand: HeldToken, ledger: Ledger, setting: Setting): LedgerStep[] {
  const { decisions, conduct } = setting.rules;
  const returned = (from: Ledger): Ledger => {
    const { row } = asked(from, [hand.token], (read, tokens, now) => decisions.giveBack(read, tokens, now));
    return row === undefined ? from : { ...from, row };
  };
  const once = returned(ledger);
  if (once === ledger) return [{ label: 'an expired token goes back', ledger, hands: [], wrote: false }];
  const label = `a token goes back (${hand.by})`;
  const intent: Intent = { label, by: hand.by, written: [], otherwise: [hand] };
  const steps = writes(ledger, once.row, intent, setting);
  const twice = { ...ledger, row: returned(once).row };
  return conduct.givesBackOnce
    ? steps
    : [...steps, { label: `${label}, the answer is lost, and goes back again`, ledger: twice, hands: [], wrote: true }];
}

/** `SlotBook.forHandOver` with one token: the row is read, and the token used, exchanged, or to be given back. */
function handOverSteps(hand: HeldToken, ledger: Ledger, setting: Setting): LedgerStep[] {
  const { decisions } = setting.rules;
  const { by, token } = hand;
  const life = attemptLife(setting.times);
  const step = (label: string, hands: readonly Hand[]): LedgerStep => ({ label, ledger, hands, wrote: false });
  if (token.expiresAt <= NOW) return [step('a token that has expired is dropped', [])];
  const allowed = asked(ledger, [], (row, _, now) => ({ result: decisions.handOverAllowed(row, 1, now) })).result;
  if (allowed === 0) return [step('the row does not allow the hand-over', [returning(by, token)])];
  if (decisions.outlivesAttempt(token, NOW, life)) return [step('the row allows the hand-over', [ready(by, token)])];
  const { row, result } = asked(ledger, [token], (read, tokens, now) => decisions.extend(read, tokens, now, life));
  if (row === undefined) return [step('the token can not be exchanged', [returning(by, token)])];
  const renewals = heard(result, ledger.second).map((fresh) => ready(by, fresh));
  const renewed = renewals.reduce(
    (sum, { token: { expiresAt } }) =>
      sum + (row.batches.get(expiresAt) ?? 0) - (ledger.row.batches.get(expiresAt) ?? 0),
    0,
  );
  const broken =
    renewed > renewals.length ? 'an exchange renews no token but its own, lest lost ones never expire' : undefined;
  const intent: Intent = {
    label: 'an old token is exchanged',
    by,
    written: renewals,
    otherwise: [freed(by, token)],
    broken,
  };
  return writes(ledger, row, intent, setting);
}
