/** What the platform has configured for a labourer's function. */

import type { Labourer } from '../../domain/labourer.js';
import type { Seconds } from '../../domain/time.js';

export interface FunctionSettings {
  /**
   * The function's time-out: what retry delays and average durations count with (`max_duration`). Cached by the adapter; the
   * labourer's `duration` where the platform can't be asked.
   */
  timeout(labourer: Labourer): Promise<Seconds>;
}
