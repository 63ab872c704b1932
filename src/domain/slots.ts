/**
 * Slot tokens: what makes a labourer's cap hold whatever overlaps, lags or crashes. Every live attempt holds a token of the
 * labourer's row; tokens expire by themselves, so a lost one comes back. Rules and counterexamples: docs/protocol.md.
 */

import type { QueuePlaces } from './greenfield.js';
import { type Greenfield, greenfield, placesAtTail } from './greenfield.js';
import type { LabourerId } from './ids.js';
import { type EpochSeconds, epochSeconds, type Seconds, seconds } from './time.js';

/** The right to one live attempt until `expiresAt`, which also names the batch of the row that counts it. */
export interface Token {
  readonly expiresAt: EpochSeconds;
}

/** A labourer's row: strongly consistent, changed only by compare-and-set on `version`. Under 1 KB. */
export interface LabourerRow {
  readonly labourerId: LabourerId;
  /** 0 for a row that was never written. */
  readonly version: number;
  /** Live attempts that the labourer's health allows now; at most `cap`. */
  readonly allowance: number;
  readonly cap: number;
  readonly paused: boolean;
  /** The cap that an operator has set in place of the configured one; it counts from the next decision on. */
  readonly operatorCap?: number;
  /** When cap and allowance were last decided. */
  readonly decidedAt: EpochSeconds;
  /** Tokens out, counted by the instant at which they expire. */
  readonly batches: ReadonlyMap<EpochSeconds, number>;
  /** The last place of the queue that was reserved for a job's rows, and when. */
  readonly tail?: { readonly greenfield: Greenfield; readonly reservedAt: EpochSeconds };
}

export const emptyRow = (labourerId: LabourerId): LabourerRow => ({
  labourerId,
  version: 0,
  allowance: 0,
  cap: 0,
  paused: false,
  decidedAt: epochSeconds(0),
  batches: new Map(),
});

/** L: the longest that an attempt can live after its claim. */
export const attemptLife = (times: { readonly duration: Seconds; readonly cooldown: Seconds }): Seconds =>
  seconds(times.duration + times.cooldown);

/** A fresh token lives 3 L at least: it may be claimed with for 2 L, and the last attempt then lives L (decision 16). */
export const LIVES = 3;

/** Expiries are rounded up to a grid of whole minutes, so coarse that a row holds few batches however many tokens it gives out. */
const MINUTE = 60;
const BATCHES_MAX = 40;
const gridOf = (life: Seconds): number => Math.ceil((LIVES * life) / BATCHES_MAX / MINUTE) * MINUTE;

function freshExpiry(now: EpochSeconds, life: Seconds): EpochSeconds {
  const grid = gridOf(life);
  return epochSeconds(Math.ceil((now + LIVES * life) / grid) * grid);
}

/** The row without its expired batches: what every write starts from. */
const swept = (row: LabourerRow, now: EpochSeconds): LabourerRow => ({
  ...row,
  batches: new Map([...row.batches].filter(([expiresAt, count]) => expiresAt > now && count > 0)),
});

export function tokensOut(row: LabourerRow, now: EpochSeconds): number {
  let sum = 0;
  for (const [expiresAt, count] of row.batches) if (expiresAt > now) sum += count;
  return sum;
}

/** Tokens that may still be handed out: none while paused. */
export const freeTokens = (row: LabourerRow, now: EpochSeconds): number =>
  row.paused ? 0 : Math.max(row.allowance - tokensOut(row, now), 0);

function withBatch(row: LabourerRow, expiresAt: EpochSeconds, change: number): LabourerRow {
  const batches = new Map(row.batches);
  const count = (batches.get(expiresAt) ?? 0) + change;
  if (count > 0) batches.set(expiresAt, count);
  else batches.delete(expiresAt);
  return { ...row, batches };
}

/** What a change of the row gives its caller; no `row` means that nothing is to be written. */
export interface SlotDecision<Result> {
  readonly row?: LabourerRow;
  readonly result: Result;
}

/** Reserves up to `wanted` tokens; never more than the allowance leaves. */
export function reserve(row: LabourerRow, wanted: number, now: EpochSeconds, life: Seconds): SlotDecision<Token[]> {
  const count = Math.min(wanted, freeTokens(row, now));
  if (count <= 0) return { result: [] };
  const expiresAt = freshExpiry(now, life);
  return {
    row: withBatch(swept(row, now), expiresAt, count),
    result: Array.from({ length: count }, () => ({ expiresAt })),
  };
}

/** Takes tokens out of their batches. A batch that has expired in the meantime has nothing to take from. */
export function giveBack(row: LabourerRow, tokens: readonly Token[], now: EpochSeconds): SlotDecision<void> {
  const living = tokens.filter((token) => (row.batches.get(token.expiresAt) ?? 0) > 0 && token.expiresAt > now);
  if (living.length === 0) return { result: undefined };
  const row1 = living.reduce((changed, token) => withBatch(changed, token.expiresAt, -1), swept(row, now));
  return { row: row1, result: undefined };
}

/**
 * How many of `held` living tokens, taken over with ended attempts, may start new ones; the others have to go back (protocol,
 * rule 10).
 */
export const handOverAllowed = (row: LabourerRow, held: number, now: EpochSeconds): number =>
  row.paused ? 0 : Math.min(held, Math.max(held - (tokensOut(row, now) - row.allowance), 0));

/**
 * Exchanges tokens for fresh ones, each by itself and never a whole batch, whose lost tokens would never come back. Tokens whose
 * batch has expired, and any that the allowance no longer covers, are not exchanged.
 */
export function extend(
  row: LabourerRow,
  tokens: readonly Token[],
  now: EpochSeconds,
  life: Seconds,
): SlotDecision<Token[]> {
  const allowed = handOverAllowed(row, tokens.length, now);
  const expiresAt = freshExpiry(now, life);
  const extended: Token[] = [];
  let changed = swept(row, now);
  for (const token of tokens) {
    if (extended.length === allowed) break;
    if ((changed.batches.get(token.expiresAt) ?? 0) === 0) continue;
    changed = withBatch(withBatch(changed, token.expiresAt, -1), expiresAt, 1);
    extended.push({ expiresAt });
  }
  return extended.length === 0 ? { result: [] } : { row: changed, result: extended };
}

/** A claim needs a token that outlives the attempt (protocol, rule 4). */
export const outlivesAttempt = (token: Token, now: EpochSeconds, life: Seconds): boolean =>
  token.expiresAt - now >= life;

/** Writes cap and allowance as the ecology decided them. Equal values are not written again. */
export function decideAllowance(
  row: LabourerRow,
  decision: { readonly cap: number; readonly allowance: number },
  now: EpochSeconds,
): LabourerRow {
  if (row.decidedAt > 0 && row.cap === decision.cap && row.allowance === decision.allowance) return row;
  return { ...swept(row, now), cap: decision.cap, allowance: decision.allowance, decidedAt: now };
}

/**
 * Tokens for attempts that an orchestrator without tokens has started, counted with the first decision (protocol, rule 12). Nobody
 * gives them back: they expire when the last of those attempts has ended.
 */
export function adoptRunning(row: LabourerRow, running: number, now: EpochSeconds, life: Seconds): LabourerRow {
  if (running === 0) return row;
  const expiresAt = epochSeconds(Math.ceil((now + life) / MINUTE) * MINUTE);
  return withBatch(row, expiresAt, running);
}

export const withPause = (row: LabourerRow, paused: boolean): SlotDecision<void> =>
  row.paused === paused ? { result: undefined } : { row: { ...row, paused }, result: undefined };

/**
 * An operator's cap in place of the configured one; undefined for the configured one again. A lower one counts at once for what is
 * started next; a higher one with the next decision, since only that knows what health allows.
 */
export function withOperatorCap(row: LabourerRow, cap: number | undefined): SlotDecision<void> {
  if (row.operatorCap === cap) return { result: undefined };
  const { operatorCap: _, ...configured } = row;
  if (cap === undefined) return { row: configured, result: undefined };
  return { row: { ...configured, operatorCap: cap, allowance: Math.min(row.allowance, cap) }, result: undefined };
}

/** The cap by which the next decision is made: the operator's, or else the configured one. */
export const capInForce = (row: LabourerRow, configured: number): number => row.operatorCap ?? configured;

/** How long a reserved tail counts although the queue looks empty: its rows may be on their way, and an index may lag. */
const RESERVATION_GRACE = 900;

/** Reserves a job's places behind the queue's end, by the same conditional write as everything else of the row. */
export function reserveTail(
  row: LabourerRow,
  queue: { readonly newest: Greenfield | undefined; readonly step: number; readonly rows: number },
  now: EpochSeconds,
): SlotDecision<QueuePlaces> {
  const tail = row.tail;
  const reserved =
    tail !== undefined && (queue.newest !== undefined || now - tail.reservedAt < RESERVATION_GRACE)
      ? tail.greenfield
      : undefined;
  const ends = [reserved, queue.newest].filter((end) => end !== undefined);
  const end = ends.length === 0 ? undefined : greenfield(Math.max(...ends));
  const places = placesAtTail({ end, step: queue.step, now, rows: queue.rows });
  return { row: { ...swept(row, now), tail: { greenfield: places.tail, reservedAt: now } }, result: places };
}

/** The text that a claimed task's row carries: the token's batch and a nonce that is never used again. */
export const slotText = (token: Token, nonce: string): string => `${token.expiresAt}.${nonce}`;

/** When the slot's token expires; NaN for what is no slot. Read digit by digit, without a copy of the part. */
export function expiryOf(slot = ''): number {
  const point = slot.indexOf('.');
  if (point < 1 || point === slot.length - 1) return Number.NaN;
  let expiry = 0;
  for (let index = 0; index < point; index++) {
    const digit = slot.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    expiry = 10 * expiry + digit;
  }
  return expiry;
}

const ZERO = 48;

/** The token that a row's slot stands for. */
export const tokenOfSlot = (slot: string): Token => ({ expiresAt: epochSeconds(expiryOf(slot)) });

/** Whether an attempt may still live with this slot: until its token expires nobody can tell that it does not. */
export const isHeld = (slot: string | undefined, now: EpochSeconds): boolean =>
  slot !== undefined && tokenOfSlot(slot).expiresAt > now;

/** The process that made the claim: a nonce is its name, a hyphen, and a count. */
export function processOfSlot(slot: string): string {
  const nonce = slot.slice(slot.indexOf('.') + 1);
  return nonce.slice(0, nonce.lastIndexOf('-'));
}
