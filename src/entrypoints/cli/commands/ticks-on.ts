/** `sosw ticks on`. */

import { setTicks, type TicksOptions } from '../aws/set-ticks.js';
import type { Call } from '../command-module.js';
import type { ExitCode } from '../exit-code.js';

export const run = (call: Call<TicksOptions>): Promise<ExitCode> => setTicks(call, 'on');
