/** How long a labourer's worker may run on this machine. */

import { RefusedError } from '../../domain/errors.js';
import type { Labourer } from '../../domain/labourer.js';
import { type Seconds, seconds } from '../../domain/time.js';

/**
 * The `timeout` of the labourer's settings, else its `duration`; never more than that, since an attempt has to end with it. Refuses
 * (`config.value`) what is no positive number of seconds.
 */
export function localTimeout(labourer: Labourer): Seconds {
  const timeout = labourer.settings.timeout ?? labourer.duration;
  if (typeof timeout === 'number' && timeout > 0) return seconds(Math.min(timeout, labourer.duration));
  const path = `labourers.${labourer.id}.timeout`;
  throw new RefusedError('config.value', { path, expected: 'a number of seconds above 0', found: timeout });
}
