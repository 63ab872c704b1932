/** The places at which processes call their ports: what each is like is found out once, and not with every call. */

import type { EssentialName } from './process.js';

export interface CallSite {
  /** As `orchestrator store.apply`. */
  readonly name: string;
  /** The call alone: `store.apply`, or `DynamoDB Query`. */
  readonly call: string;
  readonly port: string;
  /** Whether it changes what all processes share. */
  readonly isWrite: boolean;
  /** How many times as often as elsewhere processes die there. */
  readonly rarity: number;
}

const WRITES = /^(store\.(add|apply)|ledger\.(compareAndSet|note)|files\.(create|checkpoint|release|finish|acquire))$/;
/** Calls that are seldom made are died at more often, so that a campaign comes to all of them. */
const RARE = /^(notifier|siblings)\.|^files\.(create|release|finish)$|^DynamoDB (BatchGetItem|BatchWriteItem|PutItem)$/;

export class CallSites {
  readonly #known = new Map<EssentialName, Map<string, CallSite>>();

  of(kind: EssentialName, call: string): CallSite {
    const ofKind = this.#known.get(kind) ?? new Map<string, CallSite>();
    const site = ofKind.get(call) ?? callSite(kind, call);
    this.#known.set(kind, ofKind.set(call, site));
    return site;
  }
}

const callSite = (kind: EssentialName, call: string): CallSite => ({
  name: `${kind} ${call}`,
  call,
  port: call.slice(0, call.indexOf('.')),
  isWrite: WRITES.test(call),
  rarity: rarity(kind, call),
});

function rarity(kind: EssentialName, call: string): number {
  // What an operation has changed and what its record says are two things: many die between them.
  if (call === 'operations.append') return 100;
  return kind === 'operator' || RARE.test(call) ? 8 : 1;
}
