/** An Invoker whose starts are measured; their ends are told to the meter by whoever hears of them. */

import type { Clock } from '../../application/ports/clock.js';
import type { InvokeOutcome, Invoker } from '../../application/ports/invoker.js';
import type { Labourer } from '../../domain/labourer.js';
import type { JsonObject } from '../../domain/task.js';
import type { SlotUseMeter } from './slot-use-meter.js';

export class MeteredInvoker implements Invoker {
  readonly #invoker: Invoker;
  readonly #meter: SlotUseMeter;
  readonly #clock: Clock;

  constructor(invoker: Invoker, meter: SlotUseMeter, clock: Clock) {
    this.#invoker = invoker;
    this.#meter = meter;
    this.#clock = clock;
  }

  async invoke(labourer: Labourer, event: JsonObject): Promise<InvokeOutcome> {
    // Before the call: a short worker has ended when it answers.
    this.#meter.started(this.#clock.monotonic());
    const answer = await this.#invoker.invoke(labourer, event);
    if (answer.outcome !== 'accepted') this.#meter.ended(this.#clock.monotonic());
    return answer;
  }
}
