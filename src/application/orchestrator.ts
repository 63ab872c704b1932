/** The essential that starts work: asks how labourers do, reserves slots under what that allows, and starts queued tasks. */

import { decisionInWords, type HealthDecision, underOperatorCap } from '../domain/ecology/health-decision.js';
import type { Labourer } from '../domain/labourer.js';
import type { LabourerRow } from '../domain/slots.js';
import { mapBounded } from './bounded.js';
import type { DispatchReport, Dispatcher } from './dispatcher.js';
import type { EcologyManager } from './ecology-manager.js';
import type { Labourers } from './labourers.js';
import type { Clock } from './ports/clock.js';
import type { Logger } from './ports/logger.js';
import type { SlotLedger } from './ports/slot-ledger.js';
import type { SlotBook } from './slot-book.js';

const LABOURERS_AT_ONCE = 10;
/** Tasks read ahead of the reservation, at most: reading for a cap of thousands would cost more than it saves. */
const PROPOSALS_MAX = 1000;

/** What a pass decided and did for one labourer. */
export interface OrchestratedLabourer {
  readonly labourerId: string;
  /** `allowed 7 of 10: CPU 61 > 50 → Good`; where an operator has set the cap it says so. */
  readonly explanation: string;
  /** The status, the allowance, and the metrics that led to them. */
  readonly decision: HealthDecision;
  /** Absent where there was nothing queued or no slot free. */
  readonly dispatched?: DispatchReport;
  /** The pass failed for this labourer only. */
  readonly error?: unknown;
}

/** What an Orchestrator works with. */
export interface OrchestratorPorts {
  readonly labourers: Labourers;
  readonly ecology: EcologyManager;
  readonly dispatcher: Dispatcher;
  readonly slots: SlotBook;
  readonly ledger: SlotLedger;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Starts queued tasks in free slots, as many as the health of each labourer's surroundings allows. */
export class Orchestrator {
  readonly #ports: OrchestratorPorts;

  constructor(ports: OrchestratorPorts) {
    this.#ports = ports;
  }

  /** One pass over all labourers, side by side; their metrics are fetched in one call. One that fails stops no other. */
  async pass(): Promise<readonly OrchestratedLabourer[]> {
    const { labourers, ecology, clock } = this.#ports;
    const all = labourers.all();
    const [decisions, rows] = await Promise.all([ecology.decide(all, clock.now()), this.#rows(all)]);
    return mapBounded([...all.entries()], LABOURERS_AT_ONCE, ([index, labourer]) =>
      this.#serve(labourer, decisions[index] as HealthDecision, rows[index]),
    );
  }

  /** All rows in few requests; none where that fails, so that each labourer's is then read, and may fail, for itself. */
  async #rows(all: readonly Labourer[]): Promise<readonly LabourerRow[]> {
    try {
      return await this.#ports.slots.readAll(all);
    } catch (cause) {
      this.#ports.logger.warn("the labourers' rows could not be read together", { cause });
      return [];
    }
  }

  async #serve(labourer: Labourer, health: HealthDecision, read?: LabourerRow): Promise<OrchestratedLabourer> {
    const { slots, logger } = this.#ports;
    try {
      return await this.#start(labourer, health, read ?? (await slots.read(labourer.id)));
    } catch (error) {
      logger.error('the pass over a labourer failed; the next one goes on', { labourerId: labourer.id, error });
      return { ...explained(underOperatorCap(health, read?.operatorCap)), error };
    }
  }

  /** An operator may change the cap while this goes on: what is written is decided by the row that it replaces. */
  async #start(labourer: Labourer, health: HealthDecision, row: LabourerRow): Promise<OrchestratedLabourer> {
    const { dispatcher, slots } = this.#ports;
    const decide = ({ operatorCap }: LabourerRow) => underOperatorCap(health, operatorCap);
    const older = await this.#startedByOlder(labourer, row);
    const free = slots.free(slots.counting(labourer, row, older), decide(row).allowance);
    const page = free === 0 ? { tasks: [] } : await dispatcher.proposals(labourer, Math.min(free, PROPOSALS_MAX));
    const { tokens, before = row } = await slots.reserve(labourer, decide, page.tasks.length, row, older);
    const decision = decide(before);
    await this.#noteNews(before, decision);
    if (tokens.length === 0) return explained(decision);
    return { ...explained(decision), dispatched: await dispatcher.start(labourer, tokens, page) };
  }

  async #noteNews(before: LabourerRow, decision: HealthDecision): Promise<void> {
    if (!isNews(before, decision)) return;
    const { ledger, clock, logger } = this.#ports;
    const { labourerId, explanation } = explained(decision);
    logger.info('what a labourer may run has changed', { labourerId, explanation });
    await ledger.note(decision.labourerId, { at: clock.now(), text: explanation });
  }

  /** Before the first decision about a labourer all that runs was started by an older orchestrator (protocol, rule 12). */
  async #startedByOlder(labourer: Labourer, { decidedAt }: LabourerRow): Promise<number> {
    return decidedAt > 0 ? 0 : this.#ports.dispatcher.countRunning(labourer);
  }
}

const explained = (decision: HealthDecision) => ({
  labourerId: decision.labourerId,
  explanation: decisionInWords(decision),
  decision,
});

const isNews = (before: LabourerRow, { cap, allowance }: HealthDecision): boolean =>
  before.decidedAt === 0 || before.cap !== cap || before.allowance !== allowance;
