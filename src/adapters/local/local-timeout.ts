/** How long a labourer's worker may run on this machine. */

import { RefusedError } from '../../domain/errors.js';
import type { Labourer } from '../../domain/labourer.js';
import { type Seconds, seconds } from '../../domain/time.js';

/**
 * `local.timeout` of the labourer's settings, else its `timeout`, else its `duration`; never more than that, since an attempt has to
 * end with it. Refuses (`config.value`) what is no positive number of seconds.
 */
export function localTimeout(labourer: Labourer): Seconds {
  const { local, timeout } = labourer.settings;
  const own = typeof local === 'object' && local !== null && 'timeout' in local ? local.timeout : undefined;
  const configured = own ?? timeout ?? labourer.duration;
  if (typeof configured !== 'number' || !(configured > 0)) {
    const path = `labourers.${labourer.id}.${own === undefined ? 'timeout' : 'local.timeout'}`;
    throw new RefusedError('config.value', { path, expected: 'a number of seconds above 0', found: configured });
  }
  return seconds(Math.min(configured, labourer.duration));
}
