/** What befalls single calls of ports: throttles, batches written in part, lost answers, storms of failed conditions, S3's mishaps. */

import type { AddOutcome, ApplyOutcome } from '../../../src/application/ports/task-store.js';
import type { CompareAndSetOutcome } from '../../../src/application/ports/slot-ledger.js';
import { SoswError } from '../../../src/domain/errors.js';
import type { GatedCall } from '../../support/world/gated-port.js';
import type { CallSite } from './call-sites.js';
import type { Faults } from './faults.js';

/** Longer than a lease on a queue file lives: its owner goes on after another took it over. */
const STALE_LOCK_MS = 130_000;

interface World {
  /** Whether the store itself throttles and loses answers, request by request. */
  readonly storeHasFaults: boolean;
  readonly faults: Faults;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Ports whose calls may be throttled, and whose answers may be lost. */
const UNRELIABLE: ReadonlySet<string> = new Set(['store', 'ledger', 'files']);

export class Tampering {
  readonly #world: World;
  #stormUntil = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Makes the call, or what befalls it. `befell` is told when something did. */
  async made(site: CallSite, run: () => Promise<unknown>, made: GatedCall, befell: () => void): Promise<unknown> {
    const { faults } = this.#world;
    const { call, port, isWrite } = site;
    if (port === 'siblings' && faults.meets('F9', 5)) {
      befell();
      throw new SoswError('sibling.refused', 'injected: no further run', { retryable: true });
    }
    if (port === 'notifier' && faults.meets('F15')) {
      befell();
      return this.#notified(run, made);
    }
    if (!UNRELIABLE.has(port) || (port === 'store' && this.#world.storeHasFaults)) return run();
    if (call === 'ledger.compareAndSet' && this.#storms()) return 'lost' satisfies CompareAndSetOutcome;
    if (port === 'files' && faults.meets('F14')) {
      befell();
      return this.#mishapOfFile(call, run);
    }
    if (faults.meets('F9')) {
      befell();
      return this.#throttled(call, made);
    }
    if (isWrite && faults.meets('F10')) {
      befell();
      return this.#answerLost(call, run, made);
    }
    return run();
  }

  /** A report that does not arrive, or that arrives and is not confirmed. */
  async #notified(run: () => Promise<unknown>, { args }: GatedCall): Promise<unknown> {
    if (this.#world.faults.dice('F15').meets(0.5)) await run();
    return (args[0] as readonly unknown[]).map(() => false);
  }

  #storms(): boolean {
    const { faults, now } = this.#world;
    if (!faults.active) return false;
    if (now() > this.#stormUntil && !faults.meets('F11')) return false;
    if (now() > this.#stormUntil) this.#stormUntil = now() + faults.dice('F11').between(1, 5);
    return faults.dice('F11').meets(0.8);
  }

  async #mishapOfFile(call: string, run: () => Promise<unknown>): Promise<unknown> {
    const dice = this.#world.faults.dice('F14');
    if (call === 'files.create') {
      // The upload breaks off and nothing is visible, or the same job's other run was first.
      if (dice.meets(0.5)) throw unavailable(call, 'the upload broke off');
      await run();
      return run();
    }
    if (call === 'files.release') throw unavailable(call, 'the unlock was lost');
    if (dice.meets(0.5)) await this.#world.sleep(STALE_LOCK_MS);
    return run();
  }

  /** Nothing is done, or only a part of a batch, whose other part is not known to be. */
  async #throttled(call: string, { args, withArgs }: GatedCall): Promise<unknown> {
    const [batch] = args;
    const isBatch = (call === 'store.add' || call === 'store.apply') && Array.isArray(batch) && batch.length > 1;
    if (!isBatch) throw unavailable(call, 'throttled');
    const written = batch.slice(0, this.#world.faults.dice('F9').between(0, batch.length - 1));
    const outcomes = (await withArgs([written])) as readonly unknown[];
    return batch.map((_, index) => outcomes[index] ?? unknown(call));
  }

  /** All is done and nobody is told; or the client's own repeat meets what it did itself. */
  async #answerLost(call: string, run: () => Promise<unknown>, { args }: GatedCall): Promise<unknown> {
    await run();
    if (call === 'ledger.compareAndSet') return 'unknown' satisfies CompareAndSetOutcome;
    if (call !== 'store.add' && call !== 'store.apply') throw unavailable(call, 'its answer was lost');
    if (this.#world.faults.dice('F10').meets(0.4)) return run();
    return (args[0] as readonly unknown[]).map(() => unknown(call));
  }
}

const unknown = (call: string): AddOutcome | ApplyOutcome =>
  call === 'store.add' ? 'unknown' : { outcome: 'unknown' };

const unavailable = (call: string, finding: string): SoswError => {
  const code = call.startsWith('files.') ? 'queue_file.unavailable' : 'store.unavailable';
  return new SoswError(code, `injected fault in ${call}: ${finding}`, { retryable: true });
};
