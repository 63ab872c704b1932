/** An invoker and a ledger that are watched for the metrics of labourers. */

import type { InvokeOutcome, Invoker } from '../../application/ports/invoker.js';
import type { CompareAndSetOutcome, NotedDecision, SlotLedger } from '../../application/ports/slot-ledger.js';
import type { LabourerId } from '../../domain/ids.js';
import type { Labourer } from '../../domain/labourer.js';
import type { LabourerRow } from '../../domain/slots.js';
import type { JsonObject } from '../../domain/task.js';
import type { LabourerFacts } from './labourer-facts.js';

/** Counts the invocations that were accepted. */
export class ObservedInvoker implements Invoker {
  readonly #invoker: Invoker;
  readonly #facts: LabourerFacts;

  constructor(invoker: Invoker, facts: LabourerFacts) {
    this.#invoker = invoker;
    this.#facts = facts;
  }

  async invoke(labourer: Labourer, event: JsonObject): Promise<InvokeOutcome> {
    const answer = await this.#invoker.invoke(labourer, event);
    if (answer.outcome === 'accepted') this.#facts.count(labourer.id, 'TasksInvoked');
    return answer;
  }
}

/** Keeps the rows as they were last read or written. */
export class ObservedLedger implements SlotLedger {
  readonly #ledger: SlotLedger;
  readonly #facts: LabourerFacts;

  constructor(ledger: SlotLedger, facts: LabourerFacts) {
    this.#ledger = ledger;
    this.#facts = facts;
  }

  async read(labourerId: LabourerId): Promise<LabourerRow> {
    const row = await this.#ledger.read(labourerId);
    this.#facts.sawRow(row);
    return row;
  }

  async readAll(labourerIds: readonly LabourerId[]): Promise<readonly LabourerRow[]> {
    const rows = await this.#ledger.readAll(labourerIds);
    for (const row of rows) this.#facts.sawRow(row);
    return rows;
  }

  async compareAndSet(row: LabourerRow): Promise<CompareAndSetOutcome> {
    const outcome = await this.#ledger.compareAndSet(row);
    if (outcome === 'written') this.#facts.sawRow(row);
    return outcome;
  }

  note(labourerId: LabourerId, decision: NotedDecision): Promise<void> {
    return this.#ledger.note(labourerId, decision);
  }

  decisions(labourerId: LabourerId, limit: number): Promise<readonly NotedDecision[]> {
    return this.#ledger.decisions(labourerId, limit);
  }
}
