/** A function's settings where the platform is this machine. */

import type { FunctionSettings } from '../../application/ports/function-settings.js';
import type { Labourer } from '../../domain/labourer.js';
import type { Seconds } from '../../domain/time.js';
import { localTimeout } from './local-timeout.js';

export class LocalFunctionSettings implements FunctionSettings {
  async timeout(labourer: Labourer): Promise<Seconds> {
    return localTimeout(labourer);
  }
}
