/** A token in the hand of a process that is busy with no task: what it has in mind to do with it. */

import type { LabourerRow, Token } from '../../src/domain/slots.js';

/** Orchestrator, WorkerAssistant with its hand-over, Scavenger; `none` where only a change is still under way. */
export type Essential = 'O' | 'W' | 'S' | 'none';

/** With a token, and why; or on the way to write a labourer's row as it was decided from an earlier reading. */
export type Hand = HeldToken | RowWriting;

export interface HeldToken {
  /** May start a task; came from an ended attempt, so that the row is to be read first; is to go back. */
  readonly kind: 'ready' | 'freed' | 'returning';
  readonly by: Essential;
  readonly token: Token;
  /** Steps of time since the labourer's row was read, for a `ready` one. */
  readonly readAgo: number;
}

export interface RowWriting {
  readonly kind: 'writing';
  readonly by: Essential;
  readonly row: LabourerRow;
  /** What the process has in hand once the row is written. */
  readonly written: readonly HeldToken[];
  /** What it has in hand if somebody else wrote first: it reads again. */
  readonly otherwise: readonly HeldToken[];
}

export const ready = (by: Essential, token: Token): HeldToken => ({ kind: 'ready', by, token, readAgo: 0 });
export const freed = (by: Essential, token: Token): HeldToken => ({ kind: 'freed', by, token, readAgo: 0 });
export const returning = (by: Essential, token: Token): HeldToken => ({ kind: 'returning', by, token, readAgo: 0 });

/** Equal for hands that behave alike. */
export function handText(hand: Hand): string {
  if (hand.kind !== 'writing') return [hand.kind, hand.by, hand.token.expiresAt, hand.readAgo].join(',');
  return ['writing', hand.by, rowText(hand.row), hand.written.map(handText), hand.otherwise.map(handText)].join(';');
}

export function rowText(row: LabourerRow): string {
  const batches = [...row.batches].sort(([one], [other]) => one - other).map(([at, count]) => `${at}x${count}`);
  return [row.allowance, row.cap, row.paused, ...batches].join(',');
}
