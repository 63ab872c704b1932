/**
 * The product's own pure decisions, which the search calls, and the rules that its processes keep between two calls of a port. A rule
 * is taken away by exchanging one of the former or switching off one of the latter.
 */

import { claim, expire, release } from '../../src/domain/life.js';
import { decideReport } from '../../src/domain/report.js';
import { shouldRetry } from '../../src/domain/retry.js';
import { extend, freeTokens, giveBack, handOverAllowed, outlivesAttempt, reserve } from '../../src/domain/slots.js';
import { guardHolds, transformed } from '../../src/domain/transition.js';

/** Functions of `src/domain`, called as the use cases call them. */
export const DECISIONS = {
  claim,
  release,
  expire,
  shouldRetry,
  decideReport,
  guardHolds,
  transformed,
  reserve,
  freeTokens,
  giveBack,
  extend,
  handOverAllowed,
  outlivesAttempt,
};
export type Decisions = typeof DECISIONS;

/** What the use cases, the platform and the worker keep to; each is true in the product. */
export const CONDUCT = {
  /** Rule 2: the nonce of a slot is fresh for each claim. */
  freshNonce: true,
  /** Rule 4: invoke only while the claim is younger than half the cooldown. */
  invokesInTime: true,
  /** Rule 5: a worker does not begin what could outlive its attempt's deadline. */
  beginsInTime: true,
  /** A platform that may hold an accepted event back; without it events are begun at once or never. */
  holdsBack: true,
  /** Rule 6: a claim without an answer is looked up on the row. */
  looksAfterLostAnswer: true,
  /** Rule 6: a token is given back once, whether or not that is confirmed. */
  givesBackOnce: true,
  /** Rule 9: a token is in hand again only when its release is confirmed. */
  needsConfirmedRelease: true,
  /** Rule 1: the labourer's row is written only if nobody else has written it since it was read. */
  comparesAndSets: true,
  /** Rule 11: tokens in hand are held against the row again once it was read more than a minute ago. */
  readsAgain: true,
};
export type Conduct = typeof CONDUCT;

export interface Rules {
  readonly decisions: Decisions;
  readonly conduct: Conduct;
}

/** Every rule of the protocol as the product has it. */
export const ALL_RULES: Rules = { decisions: DECISIONS, conduct: CONDUCT };
