/**
 * Turns tokens in hand into running attempts: proposes tasks from the queue's head, claims each with a token, and invokes its
 * worker. Every token ends on a task's row, or goes back, or (where an answer was lost) is left to expire.
 */

import { rangeOf } from '../domain/greenfield.js';
import { type Labourer, type TaskSettings, windowOf } from '../domain/labourer.js';
import { archive, bury, claim, release } from '../domain/life.js';
import { attemptLife, outlivesAttempt, slotText, type Token } from '../domain/slots.js';
import type { JsonObject, Task, TaskError } from '../domain/task.js';
import { type EpochSeconds, later, wholeSecond } from '../domain/time.js';
import { type Transition, transformed } from '../domain/transition.js';
import { readPayload, workerEvent } from '../domain/worker-event.js';
import { mapBounded } from './bounded.js';
import type { DeadTaskReporter } from './dead-task-reporter.js';
import type { Clock } from './ports/clock.js';
import type { IdSource } from './ports/id-source.js';
import type { Invoker } from './ports/invoker.js';
import type { Logger } from './ports/logger.js';
import type { ApplyOutcome, Page, PageKey, TaskStore } from './ports/task-store.js';
import type { SlotBook } from './slot-book.js';
import type { TaskTrail } from './task-trail.js';

/** Pages of proposals tried for one set of tokens: more than one only where rivals or a lagging index take the first ones. */
const ROUNDS_MAX = 10;
/** Seconds after which tokens in hand are held against the labourer's row again: it may be paused, or allowed less (protocol, rule 11). */
const ALLOWANCE_AGE_MAX = 60;
/** Invocations under way at once. */
const INVOCATIONS_AT_ONCE = 50;

/** What became of the tokens: counts of tasks. */
export interface DispatchReport {
  readonly invoked: number;
  /** Refused by the platform, with the reasons; slot and attempt were given back. */
  readonly refused: readonly string[];
  /** Claimed, but it is not known whether the worker runs; left to expire. */
  readonly unknown: number;
  /** Proposed, but somebody else was first. */
  readonly lost: number;
  /** Closed as dead because their payload can't be an event (`invalid_tasks_skipped`). */
  readonly buried: number;
}

/** A queued task as it was read, with its payload. */
interface Proposal {
  readonly queued: Task;
  readonly payload: JsonObject;
}

/** What became of a claim that is not known to have been made. */
type NotApplied = Exclude<ApplyOutcome, { readonly outcome: 'applied' }>;

/** A claim of a proposal, with what is needed to invoke it or to undo it. */
interface Claim extends Proposal {
  readonly token: Token;
  readonly slot: string;
  readonly claimedAt: EpochSeconds;
}

/** With the token where it is in hand again. */
type InvocationResult =
  | { readonly outcome: 'invoked' | 'unknown' }
  | { readonly outcome: 'refused'; readonly reason: string; readonly token?: Token };

export interface DispatcherPorts {
  readonly store: TaskStore;
  readonly invoker: Invoker;
  readonly slots: SlotBook;
  readonly reporter: DeadTaskReporter;
  readonly trail: TaskTrail;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
}

export class Dispatcher {
  readonly #ports: DispatcherPorts;
  readonly #settings: TaskSettings;

  constructor(ports: DispatcherPorts, settings: TaskSettings) {
    this.#ports = ports;
    this.#settings = settings;
  }

  /** The head of a labourer's queue. May be stale: the claims decide. */
  proposals(labourer: Labourer, limit: number, after?: PageKey): Promise<Page> {
    return this.#ports.store.open({
      labourerId: labourer.id,
      range: rangeOf('queued', this.#window(labourer)),
      limit,
      ...(after === undefined ? {} : { after }),
    });
  }

  /** Attempts that run, or ended without a word and have not expired. May be stale. */
  countRunning(labourer: Labourer): Promise<number> {
    const range = rangeOf('invoked', this.#window(labourer));
    return this.#ports.store.countOpen({ labourerId: labourer.id, range, completed: false });
  }

  /** Starts tasks of the labourer with the tokens, from `firstPage` on if it was read already. Unused tokens are given back. */
  async start(labourer: Labourer, tokens: readonly Token[], firstPage?: Page): Promise<DispatchReport> {
    const report = { invoked: 0, refused: [] as string[], unknown: 0, lost: 0, buried: 0 };
    let hand = tokens;
    let checkedAt = this.#ports.clock.now();
    try {
      let page = firstPage ?? (await this.proposals(labourer, hand.length));
      let proposed = page.tasks;
      for (let round = 1; hand.length > 0 && proposed.length > 0; round++) {
        if (this.#ports.clock.now() - checkedAt > ALLOWANCE_AGE_MAX) {
          const held = hand;
          hand = [];
          hand = (await this.#ports.slots.forHandOver(labourer, held)).usable;
          checkedAt = this.#ports.clock.now();
          continue;
        }
        const { ready, unusable, completed } = this.#sorted(proposed.slice(0, hand.length));
        proposed = proposed.slice(hand.length);
        const offered = hand;
        // From here on tokens may stand on rows: only what is known to have come back is in hand again.
        hand = [];
        const { claims, lost, unused } = await this.#claim(labourer, ready, offered);
        const results = await mapBounded(claims, INVOCATIONS_AT_ONCE, (won) => this.#invoke(labourer, won));
        hand = unused;

        report.lost += lost;
        for (const result of results) {
          if (result.outcome !== 'refused') {
            report[result.outcome] += 1;
            continue;
          }
          report.refused.push(result.reason);
          if (result.token !== undefined) unused.push(result.token);
        }
        if (unusable.length > 0) report.buried += await this.#bury(labourer, unusable);
        if (completed.length > 0) await this.#archive(completed);
        // A platform that refuses now will refuse the next one too.
        if (report.refused.length > 0 || round === ROUNDS_MAX) break;
        if (hand.length > 0 && proposed.length === 0 && page.next !== undefined) {
          page = await this.proposals(labourer, hand.length, page.next);
          proposed = page.tasks;
        }
      }
    } finally {
      if (hand.length > 0) await this.#ports.slots.giveBack(labourer.id, hand);
    }
    return report;
  }

  /** Starts one given queued task with one token, whatever its place in the queue. The token is spent or given back. */
  startTask(labourer: Labourer, task: Task, token: Token): Promise<DispatchReport> {
    return this.start(labourer, [token], { tasks: [task] });
  }

  /** Claims one given queued task with one token and starts nothing. Whether it did; if not, the token is spent or given back. */
  async claimTask(labourer: Labourer, task: Task, token: Token): Promise<boolean> {
    const { claims, unused } = await this.#claim(labourer, [{ queued: task, payload: {} }], [token]);
    await this.#ports.slots.giveBack(labourer.id, unused);
    return claims.length === 1;
  }

  /**
   * Proposals that can be events; those that never will be, which use no slot and no attempt; and those that were completed while
   * they waited again, as an assistant of the old system leaves them.
   */
  #sorted(proposed: readonly Task[]): {
    ready: Proposal[];
    unusable: { task: Task; error: TaskError }[];
    completed: Task[];
  } {
    const ready: Proposal[] = [];
    const unusable: { task: Task; error: TaskError }[] = [];
    const completed: Task[] = [];
    for (const task of proposed) {
      if (task.completedAt !== undefined) {
        completed.push(task);
        continue;
      }
      const read = readPayload(task, this.#settings.payloadLimit);
      if ('invalid' in read) unusable.push({ task, error: read.invalid });
      else ready.push({ queued: task, payload: read.payload });
    }
    return { ready, unusable, completed };
  }

  async #claim(
    labourer: Labourer,
    proposals: readonly Proposal[],
    tokens: readonly Token[],
  ): Promise<{ claims: Claim[]; lost: number; unused: Token[] }> {
    const window = this.#window(labourer);
    const usable: Token[] = [];
    const unused: Token[] = [];
    for (const token of tokens) {
      (outlivesAttempt(token, window.start, attemptLife(labourer)) ? usable : unused).push(token);
    }
    const attempts = proposals.slice(0, usable.length).map((proposal, index) => {
      const token = usable[index] as Token;
      const slot = slotText(token, this.#ports.ids.nonce());
      return { queued: proposal.queued, payload: proposal.payload, token, slot, claimedAt: window.start };
    });
    unused.push(...usable.slice(attempts.length));

    const outcomes = await this.#applied(attempts.map(({ queued, slot }) => claim(queued, window, slot)));
    const claims: Claim[] = [];
    for (const [index, attempt] of attempts.entries()) {
      const outcome = outcomes[index];
      const verdict = outcome?.outcome === 'applied' ? 'won' : await this.#verdict(attempt, outcome);
      if (verdict === 'won') claims.push(attempt);
      else if (verdict === 'lost') unused.push(attempt.token);
    }
    return { claims, lost: attempts.length - claims.length, unused };
  }

  /**
   * After a lost answer the row tells who won; if it was not this claim its token may still be on its way there, and is spent. A client that
   * repeats a lost write by itself finds its own claim: stale, with this claim's slot (protocol, rule 6).
   */
  async #verdict(attempt: Claim, outcome?: NotApplied): Promise<'won' | 'lost' | 'spent'> {
    if (outcome?.outcome === 'stale') return outcome.current.slot === attempt.slot ? 'won' : 'lost';
    if (outcome?.outcome === 'missing') return 'lost';
    try {
      const row = await this.#ports.store.get(attempt.queued.taskId);
      return row?.slot === attempt.slot ? 'won' : 'spent';
    } catch {
      return 'spent';
    }
  }

  async #invoke(labourer: Labourer, won: Claim): Promise<InvocationResult> {
    const { clock, invoker, logger, trail } = this.#ports;
    // Too late to be sure that the attempt ends before its window does (protocol, rule 4).
    if (clock.now() - won.claimedAt >= labourer.cooldown / 2) return { outcome: 'unknown' };
    const deadline = later(won.claimedAt, attemptLife(labourer));
    const answer = await invoker.invoke(labourer, workerEvent(won.queued, won.payload, deadline));
    if (answer.outcome === 'accepted') {
      await trail.write('orchestrator', 'invoked', [won.queued]);
      return { outcome: 'invoked' };
    }
    const context = { labourerId: labourer.id, taskId: won.queued.taskId, reason: answer.reason };
    if (answer.outcome === 'unknown') {
      logger.warn('the invocation may or may not have arrived; the task is left to expire', context);
      return answer;
    }
    logger.warn('the invocation was refused; slot and attempt are given back', context);
    const [released] = await this.#applied([release(won.queued, won.slot)]);
    return released?.outcome === 'applied' ? { ...answer, token: won.token } : answer;
  }

  /** Applies; a store that rejects may have made the changes all the same, so all of them are `unknown`. */
  async #applied(transitions: readonly Transition[]): Promise<readonly ApplyOutcome[]> {
    try {
      return await this.#ports.store.apply(transitions);
    } catch (cause) {
      this.#ports.logger.warn('the store did not answer; its rows are looked at', { cause });
      return transitions.map(() => ({ outcome: 'unknown' }));
    }
  }

  /** Closes queued tasks that no worker can be given, and reports them. Their number. */
  async #bury(labourer: Labourer, unusable: readonly { task: Task; error: TaskError }[]): Promise<number> {
    const now = this.#window(labourer).start;
    const burials = unusable.map(({ task, error }) => bury(task, now, error));
    const outcomes = await this.#ports.store.apply(burials);
    const dead = burials.flatMap((burial, index) => {
      const outcome = outcomes[index];
      return outcome?.outcome === 'applied' ? [transformed(outcome.before, burial)] : [];
    });
    await this.#ports.trail.write('orchestrator', 'archived_dead', dead);
    await this.#ports.reporter.report(labourer, dead);
    return dead.length;
  }

  /** The Scavenger looks only behind the queue, so what was completed in it is archived here. */
  async #archive(completed: readonly Task[]): Promise<void> {
    const now = wholeSecond(this.#ports.clock.now());
    const outcomes = await this.#ports.store.apply(completed.map((task) => archive(task, now)));
    const archived = completed.filter((_, index) => outcomes[index]?.outcome === 'applied');
    await this.#ports.trail.write('orchestrator', 'archived', archived);
  }

  #window(labourer: Labourer) {
    return windowOf(labourer, this.#settings, this.#ports.clock.now());
  }
}
