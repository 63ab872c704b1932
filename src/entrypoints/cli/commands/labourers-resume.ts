/** `sosw labourers resume`: paused labourers may start tasks again. */

import type { Call } from '../command-module.js';
import type { ExitCode } from '../exit-code.js';
import { type ControlOptions, control } from '../labourer-control.js';

export const run = (call: Call<ControlOptions>): Promise<ExitCode> =>
  control(call, call.args, {
    action: 'resume',
    told: 'resumed; tasks are started with the next tick',
    wouldBe: 'would be resumed',
    act: (controls, id, by) => controls.resume(id, by),
  });
