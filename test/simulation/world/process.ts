/** One run of an essential: it may die at any call of a port, its clock may be wrong, and its time may run out. */

import { later, type EpochSeconds, seconds } from '../../../src/domain/time.js';
import type { Clock } from '../../../src/application/ports/clock.js';
import type { LabourerId } from '../../../src/domain/ids.js';
import type { LabourerRow } from '../../../src/domain/slots.js';
import { type Essentials, essentials, type Ports } from '../../support/world/essentials.js';
import type { GatedCall } from '../../support/world/gated-port.js';
import type { Actor } from '../checker/task-checks.js';
import type { CallSite, CallSites } from './call-sites.js';
import type { Dice } from './dice.js';
import type { Faults } from './faults.js';
import type { Tampering } from './tampering.js';
import type { Trace } from './trace.js';

export type EssentialName = 'scheduler' | 'orchestrator' | 'scavenger' | 'assistant' | 'operator';

/** Seconds that the functions have, as they are deployed. */
const TIME_LIMITS: Readonly<Record<EssentialName, number>> = {
  scheduler: 900,
  orchestrator: 120,
  scavenger: 300,
  assistant: 60,
  operator: 60,
};
/** Seconds after which a request is given up. */
const SLOWEST_CALL = 10;

/** What the caller of an essential learns. */
export type Answer<Result> =
  | { readonly outcome: 'answered'; readonly result: Result }
  | { readonly outcome: 'failed'; readonly error: unknown }
  | { readonly outcome: 'died' };

export interface ProcessSurroundings {
  readonly ports: Omit<Ports, 'store'>;
  /** The ports as this process reaches them, by its own clock. */
  readonly portsOf: (process: Process) => Ports;
  readonly faults: Faults;
  readonly tampering: Tampering;
  readonly latency: Dice;
  readonly trace: Trace;
  readonly sites: CallSites;
  /** The process whose call is being made: whoever watches stores asks for it. */
  acting: Process | undefined;
  /** Calls that were made while a process could die at them, and those that one died at, as `orchestrator store.apply` and `… before`. */
  readonly calls: Set<string>;
  readonly crashes: Set<string>;
  /** Another composition of the use cases, for mutants. */
  readonly compose?: ((made: Essentials, process: Process) => Essentials) | undefined;
}

export class Process implements Actor {
  readonly name: string;
  readonly kind: EssentialName;
  readonly message: Actor['message'];
  /** What this machine takes for the present. */
  readonly clock: Clock;
  readonly readings = new Map<LabourerId, { readonly allowance: number; readonly paused: boolean }>();
  mishaps = 0;
  /** Set by whoever has it work on one. */
  operationId: string | undefined;
  readonly #world: ProcessSurroundings;
  readonly #endsAt: number;
  /** Seconds that this machine's clock is ahead. */
  #ahead = 0;
  #isDead = false;
  #died: () => void = () => {};

  constructor(world: ProcessSurroundings, kind: EssentialName, number: number, message?: Actor['message']) {
    const { faults, ports } = world;
    this.#world = world;
    this.kind = kind;
    this.name = `${kind} ${number}`;
    this.message = message;
    this.clock = {
      now: () => this.now(),
      monotonic: () => ports.clock.monotonic(),
      sleep: (ms, signal) => ports.clock.sleep(ms, signal),
    };
    const isShort = faults.meets('F2');
    const limit = isShort ? faults.dice('F2').next() * 1.5 : TIME_LIMITS[kind];
    if (isShort) this.mishaps += 1;
    this.#endsAt = ports.clock.monotonic() + limit * 1000;
    this.#setClock();
  }

  get isOperator(): boolean {
    return this.kind === 'operator';
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  now(): EpochSeconds {
    return later(this.#world.ports.clock.now(), seconds(this.#ahead));
  }

  /** Whether there is time for another page of work, with some seconds left for the end. */
  hasTime(): boolean {
    return this.#endsAt - this.#world.ports.clock.monotonic() > 10_000;
  }

  /** Resolves with the work's result, or when the process died. */
  run<Result>(work: (use: Essentials) => Promise<Result>): Promise<Answer<Result>> {
    return new Promise((resolve) => {
      this.#died = () => resolve({ outcome: 'died' });
      const { portsOf, latency, compose } = this.#world;
      const made = essentials(portsOf(this), (call, run, gated) => this.#call(call, run, gated), latency);
      work(compose?.(made, this) ?? made).then(
        (result) => resolve({ outcome: 'answered', result }),
        (error: unknown) => resolve({ outcome: 'failed', error }),
      );
    });
  }

  async #call(call: string, run: () => Promise<unknown>, gated: GatedCall): Promise<unknown> {
    const { faults, calls, trace, tampering } = this.#world;
    if (this.#isOver()) return forEver();
    const site = this.#world.sites.of(this.kind, call);
    const dies = this.#deathAt(site);
    await this.#travel('there');
    if (this.#isOver()) return forEver();
    if (faults.active) calls.add(site.name);
    if (dies === 'before') return this.#die(site, dies);
    const acting = () => {
      this.#world.acting = this;
      return run();
    };
    const withArgs = (args: readonly unknown[]) => {
      this.#world.acting = this;
      return gated.withArgs(args);
    };
    const answer = tampering.made(site, acting, { args: gated.args, withArgs }, () => {
      this.mishaps += 1;
      trace.add(this.name, `! ${call}`);
    });
    if (dies === 'after') {
      await answer.catch(() => {});
      return this.#die(site, dies);
    }
    const result = await answer;
    trace.add(this.name, call, () => JSON.stringify([gated.args, result], replacer)?.slice(0, 400) ?? '');
    this.#read(call, result);
    await this.#travel('back');
    return this.#isOver() ? forEver() : result;
  }

  #deathAt(site: CallSite): 'before' | 'after' | undefined {
    const { faults } = this.#world;
    // Drawn in any case: up to here a world that is told where to die goes the way of its seed.
    const byChance = !faults.meets('F1', site.rarity) ? undefined : faults.dice('F1').meets(0.5) ? 'before' : 'after';
    return (['before', 'after'] as const).find((when) => this.#isTold(site, when)) ?? byChance;
  }

  /** Whether the world was told that one dies here, and none has yet. */
  #isTold({ name }: CallSite, when: 'before' | 'after'): boolean {
    const { faults, crashes } = this.#world;
    return faults.isToDieAt(name, when) && !crashes.has(`${name} ${when}`);
  }

  /** A single request of an adapter, on its way: the process may die before it is made. */
  async request(what: string): Promise<void> {
    await this.#sent(what, 'before');
    this.#world.acting = this;
  }

  /** Its answer, on its way back: the process may die without it. */
  answered(what: string): Promise<void> {
    return this.#sent(what, 'after');
  }

  async #sent(what: string, when: 'before' | 'after'): Promise<void> {
    const { faults, calls, sites } = this.#world;
    if (this.#isOver()) return forEver();
    const site = sites.of(this.kind, what);
    if (faults.active) calls.add(site.name);
    if (faults.meets('F1', site.rarity) || this.#isTold(site, when)) return this.#die(site, when);
    await this.#travel('back');
    return this.#isOver() ? forEver() : undefined;
  }

  /** The time that a request, or its answer, is under way. Mostly none: what matters is that others come between. */
  async #travel(direction: 'there' | 'back'): Promise<void> {
    const { latency, faults, ports } = this.#world;
    const dice = latency.next();
    if (faults.active && direction === 'there' && dice > 0.9985) {
      this.mishaps += 1;
      await ports.clock.sleep(latency.next() * SLOWEST_CALL * 1000);
    } else if (dice < (direction === 'there' ? 0.3 : 0.1)) await ports.clock.sleep(1 + Math.floor(dice * 100));
    if (faults.meets('F12', 0.01)) this.#ahead = faults.dice('F12').between(-5, 5);
  }

  #setClock(): void {
    const { faults } = this.#world;
    if (faults.meets('F12')) this.#ahead = faults.dice('F12').between(-5, 5);
  }

  #isOver(): boolean {
    if (this.#isDead) return true;
    if (this.#world.ports.clock.monotonic() < this.#endsAt) return false;
    this.#end('its time is over');
    return true;
  }

  #die({ name, call }: CallSite, when: 'before' | 'after'): Promise<never> {
    this.#world.crashes.add(`${name} ${when}`);
    this.#end(`dies ${when} ${call}`);
    return forEver();
  }

  #end(how: string): void {
    this.#isDead = true;
    this.mishaps += 1;
    this.#world.trace.add(this.name, how);
    this.#died();
  }

  /** What it now knows of labourers' rows. */
  #read(call: string, result: unknown): void {
    if (call !== 'ledger.read' && call !== 'ledger.readAll') return;
    for (const row of (Array.isArray(result) ? result : [result]) as readonly LabourerRow[]) {
      this.readings.set(row.labourerId, { allowance: row.allowance, paused: row.paused });
    }
  }

  /** It has written the row itself. */
  wrote({ labourerId, allowance, paused }: LabourerRow): void {
    this.readings.set(labourerId, { allowance, paused });
  }
}

/** A process that died never hears of its calls again. */
const forEver = (): Promise<never> => new Promise(() => {});

const replacer = (_key: string, value: unknown): unknown =>
  value instanceof Map ? [...value] : value instanceof Error ? value.message : value;
