/**
 * Time in the search is relative: every state is as of the same `NOW`, and a step of time moves all instants of the state back. So
 * states that differ only in when they happen are one.
 */

import {
  DEFAULT_INVOCATION_DELTA,
  type Greenfield,
  greenfield,
  invocationWindow,
} from '../../src/domain/greenfield.js';
import { slotText, type Token } from '../../src/domain/slots.js';
import { type EpochSeconds, epochSeconds } from '../../src/domain/time.js';
import type { Times } from './bounds.js';

/** A whole minute, since expiries are rounded to minutes. */
export const NOW = epochSeconds(1_800_000_000);

/** Where every queued task stands: the same for all, the hardest case for what relies on greenfields. */
export const PLACE = greenfield(1000);

export const windowNow = ({ duration, cooldown }: Times) =>
  invocationWindow(NOW, { delta: DEFAULT_INVOCATION_DELTA, duration, cooldown });

/** Steps of time since the claim that a greenfield tells of; undefined for a place in the queue. */
export const ageOf = (value: Greenfield, { tick }: Times): number | undefined =>
  value <= NOW ? undefined : (NOW + DEFAULT_INVOCATION_DELTA - value) / tick;

export const claimedAgo = (age: number, { tick }: Times): Greenfield =>
  greenfield(NOW + DEFAULT_INVOCATION_DELTA - age * tick);

/** A slot's two parts. */
export function partsOfSlot(slot: string): { readonly expiresAt: EpochSeconds; readonly nonce: string } {
  const dot = slot.indexOf('.');
  return { expiresAt: epochSeconds(Number(slot.slice(0, dot))), nonce: slot.slice(dot + 1) };
}

/** An expiry as of a step of time later; those that are over stay at `NOW`, for nothing tells them apart. */
export const sooner = (expiresAt: EpochSeconds, tick: number): EpochSeconds =>
  epochSeconds(Math.max(expiresAt - tick, NOW));

/** How instants and nonces of a state are rewritten. */
export interface Rewriting {
  readonly greenfield: (value: Greenfield) => Greenfield;
  readonly expiry: (value: EpochSeconds) => EpochSeconds;
  readonly nonce: (value: string) => string;
}

export function rewrittenSlot(slot: string, by: Rewriting): string {
  const { expiresAt, nonce } = partsOfSlot(slot);
  return slotText({ expiresAt: by.expiry(expiresAt) }, by.nonce(nonce));
}

export const rewrittenToken = ({ expiresAt }: Token, by: Rewriting): Token => ({ expiresAt: by.expiry(expiresAt) });
