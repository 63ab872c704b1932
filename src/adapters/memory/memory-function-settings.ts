/** Time-outs of functions as a test sets them. */

import type { FunctionSettings } from '../../application/ports/function-settings.js';
import type { LabourerId } from '../../domain/ids.js';
import type { Labourer } from '../../domain/labourer.js';
import type { Seconds } from '../../domain/time.js';

export class MemoryFunctionSettings implements FunctionSettings {
  /** Labourers that are not in it have their `duration`. */
  readonly timeouts = new Map<LabourerId, Seconds>();

  async timeout(labourer: Labourer): Promise<Seconds> {
    return this.timeouts.get(labourer.id) ?? labourer.duration;
  }
}
