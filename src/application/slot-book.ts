/**
 * The one place that changes labourers' rows: every change goes through a pure decision of `domain/slots` and a compare-and-set.
 * Ambiguous answers count as spent (protocol, rule 6): a token not known to be got is not used, one not known to be given back is not given again.
 */

import { SoswError } from '../domain/errors.js';
import type { Greenfield, QueuePlaces } from '../domain/greenfield.js';
import type { LabourerId } from '../domain/ids.js';
import type { Labourer } from '../domain/labourer.js';
import {
  adoptRunning,
  attemptLife,
  decideAllowance,
  extend,
  freeTokens,
  giveBack,
  handOverAllowed,
  type LabourerRow,
  outlivesAttempt,
  reserve,
  reserveTail,
  type SlotDecision,
  type Token,
  withOperatorCap,
  withPause,
} from '../domain/slots.js';
import type { Clock } from './ports/clock.js';
import type { SlotLedger } from './ports/slot-ledger.js';

/** Lost races after which a change is given up: each loss is another process's success. */
const TRIES_MAX = 50;

/** A change of the row was not made: it was lost too often, or its answer did not arrive. */
type Unchanged = 'contended' | 'unknown';

export class SlotBook {
  readonly #ledger: SlotLedger;
  readonly #clock: Clock;

  constructor(ledger: SlotLedger, clock: Clock) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  read(labourerId: LabourerId): Promise<LabourerRow> {
    return this.#ledger.read(labourerId);
  }

  /** The rows of these labourers, in their order and in few requests. */
  readAll(labourers: readonly Labourer[]): Promise<readonly LabourerRow[]> {
    return this.#ledger.readAll(labourers.map(({ id }) => id));
  }

  /** Tokens that an allowance leaves to reserve now; none while the labourer is paused. */
  free(row: LabourerRow, allowance: number): number {
    return freeTokens({ ...row, allowance }, this.#clock.now());
  }

  /** The row with what an older orchestrator has running, which counts until the first decision is made. */
  counting(labourer: Labourer, row: LabourerRow, older: number): LabourerRow {
    return row.decidedAt > 0 ? row : adoptRunning(row, older, this.#clock.now(), attemptLife(labourer));
  }

  /**
   * Writes what is allowed by the row as it then is, and reserves up to `wanted` tokens under it, in one write; nothing is written where nothing changes.
   * `known` is the row as it was read for this; `older` are attempts of an older orchestrator's, which the first decision counts, whoever
   * else has written the row by then. Tells what was allowed before, for decisions are noted when they change.
   */
  async reserve(
    labourer: Labourer,
    allowed: (row: LabourerRow) => { readonly cap: number; readonly allowance: number },
    wanted: number,
    known?: LabourerRow,
    older = 0,
  ): Promise<{ readonly tokens: readonly Token[]; readonly before: LabourerRow | undefined }> {
    let before: LabourerRow | undefined;
    const decide = (row: LabourerRow): SlotDecision<Token[]> => {
      before = row;
      const now = this.#clock.now();
      const counted = this.counting(labourer, row, older);
      const first = decideAllowance(counted, allowed(row), now);
      // What an older orchestrator has running is written with the first decision or not at all, else it would be added in each pass.
      const decided = first === counted ? row : first;
      const reserved = reserve(decided, wanted, now, attemptLife(labourer));
      return reserved.row === undefined && decided !== row ? { row: decided, result: reserved.result } : reserved;
    };
    const tokens = await this.#change(labourer.id, decide, known);
    return { tokens: isUnchanged(tokens) ? [] : tokens, before };
  }

  /** Gives tokens back that nobody will use. If that can't be confirmed they expire by themselves. */
  async giveBack(labourerId: LabourerId, tokens: readonly Token[]): Promise<void> {
    if (tokens.length === 0) return;
    await this.#change(labourerId, (row) => giveBack(row, tokens, this.#clock.now()));
  }

  /** Declares every token void. Only for a store whose processes are all known to be dead but this one. */
  async voidAll(labourerId: LabourerId): Promise<void> {
    await this.#change(labourerId, (row) =>
      row.batches.size === 0 ? { result: undefined } : { row: { ...row, batches: new Map() }, result: undefined },
    );
  }

  /**
   * Of tokens taken over with ended attempts, those that may start others now (protocol, rule 10). The rest goes back: what the
   * allowance no longer covers, and what is too old and could not be exchanged. With the allowance in force.
   */
  async forHandOver(
    labourer: Labourer,
    tokens: readonly Token[],
  ): Promise<{ readonly usable: readonly Token[]; readonly allowance: number }> {
    const now = this.#clock.now();
    const life = attemptLife(labourer);
    const living = tokens.filter((token) => token.expiresAt > now);
    const row = await this.#ledger.read(labourer.id);
    const allowed = handOverAllowed(row, living.length, now);
    if (living.length > allowed) await this.giveBack(labourer.id, living.slice(allowed));

    const kept = living.slice(0, allowed);
    const fresh = kept.filter((token) => outlivesAttempt(token, now, life));
    const { allowance } = row;
    if (fresh.length === kept.length) return { usable: fresh, allowance };
    const old = kept.filter((token) => !outlivesAttempt(token, now, life));
    const extended = await this.#change(labourer.id, (current) => {
      const exchanged = extend(current, old, this.#clock.now(), life);
      return exchanged.result.length === old.length ? exchanged : { result: [] };
    });
    if (isUnchanged(extended)) return { usable: fresh, allowance };
    if (extended.length === 0) await this.giveBack(labourer.id, old);
    return { usable: [...fresh, ...extended], allowance };
  }

  /** Reserves places behind the queue's end. Unlike tokens, places that were reserved for nothing hurt nobody. */
  async reserveTail(
    labourerId: LabourerId,
    queue: { readonly newest: Greenfield | undefined; readonly step: number; readonly rows: number },
  ): Promise<QueuePlaces> {
    const places = await this.#change(labourerId, (row) => reserveTail(row, queue, this.#clock.now()));
    if (isUnchanged(places)) {
      throw new SoswError('queue.contended', `${labourerId}: no places in the queue could be reserved; try again`, {
        retryable: true,
      });
    }
    return places;
  }

  async pause(labourerId: LabourerId, paused: boolean): Promise<void> {
    const done = await this.#change(labourerId, (row) => withPause(row, paused));
    if (isUnchanged(done)) {
      throw new SoswError(
        'pause.unconfirmed',
        `${labourerId}: ${paused ? 'pausing' : 'resuming'} was not confirmed; try again`,
        {
          retryable: true,
        },
      );
    }
  }

  /** Sets an operator's cap; undefined gives the labourer back to its configuration. Rejects with `cap.unconfirmed` (retryable). */
  async setCap(labourerId: LabourerId, cap: number | undefined): Promise<void> {
    const done = await this.#change(labourerId, (row) => withOperatorCap(row, cap));
    if (isUnchanged(done)) {
      throw new SoswError('cap.unconfirmed', `${labourerId}: the change of its cap was not confirmed; try again`, {
        retryable: true,
      });
    }
  }

  async #change<Result>(
    labourerId: LabourerId,
    decide: (row: LabourerRow) => SlotDecision<Result>,
    known?: LabourerRow,
  ): Promise<Result | Unchanged> {
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const { row, result } = decide((tries === 0 ? known : undefined) ?? (await this.#ledger.read(labourerId)));
      if (row === undefined) return result;
      const outcome = await this.#ledger.compareAndSet(row);
      if (outcome === 'written') return result;
      if (outcome === 'unknown') return 'unknown';
    }
    return 'contended';
  }
}

const isUnchanged = (value: unknown): value is Unchanged => value === 'contended' || value === 'unknown';
