/** `sosw labourers cap`: a cap that stands above the configured one, until it is reset. */

import { refuseWrongCap } from '../../../application/labourer-controls.js';
import type { Call } from '../command-module.js';
import type { ExitCode } from '../exit-code.js';
import { type ControlOptions, control } from '../labourer-control.js';
import { UsageError } from '../usage-error.js';
import { inNumbers } from '../wording.js';

export interface LabourersCapOptions extends ControlOptions {
  readonly reset?: true;
}

export async function run(call: Call<LabourersCapOptions>): Promise<ExitCode> {
  const [name = '', text] = call.args;
  if ((text === undefined) === (call.options.reset === undefined)) {
    throw new UsageError('name either a cap, as in sosw labourers cap NAME 5, or --reset');
  }
  const cap = text === undefined ? undefined : Number(text);
  refuseWrongCap(cap);
  const what = cap === undefined ? 'as configured' : inNumbers(cap);
  return control(call, [name], {
    action: 'cap',
    target: { cap: cap ?? null },
    told: `the cap is ${what} from the next decision on; tasks above it end by themselves`,
    wouldBe: `the cap would be ${what}`,
    act: (controls, id, by) => controls.setCap(id, cap, by),
  });
}
