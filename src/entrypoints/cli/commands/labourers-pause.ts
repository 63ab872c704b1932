/** `sosw labourers pause`: nothing more is started of them. */

import type { Call } from '../command-module.js';
import type { ExitCode } from '../exit-code.js';
import { type ControlOptions, control } from '../labourer-control.js';

export const run = (call: Call<ControlOptions>): Promise<ExitCode> =>
  control(call, call.args, {
    action: 'pause',
    told: 'paused; what runs goes on, queued tasks keep their places (sosw labourers resume)',
    wouldBe: 'would be paused',
    act: (controls, id, by) => controls.pause(id, by),
  });
