/** `sosw ticks on` and `off`: whether the essentials are started every minute. */

import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { RegionOptions } from './aws-options.js';
import { onAws } from './on-aws.js';
import { switchTicks, tickRuleName } from './tick-rules.js';
import { TICKING, type Ticking } from './ticking.js';

export interface TicksOptions extends RegionOptions {
  readonly prefix: string;
  /** Default: all. */
  readonly only?: readonly Ticking[];
}

export async function setTicks({ options, terminal }: Call<TicksOptions>, state: 'on' | 'off'): Promise<ExitCode> {
  return onAws(options, async (region) => {
    const rules = (options.only ?? TICKING).map((essential) => tickRuleName(options.prefix, essential));
    const ticks = await switchTicks(region, rules, { isOn: state === 'on' });
    if (options.json) terminal.printJson({ region, ticks: ticks.map((tick) => ({ ...tick, state })) });
    else for (const { rule, changed } of ticks) terminal.print(`${rule}: ${changed ? state : `was ${state} already`}`);
    return EXIT.ok;
  });
}
