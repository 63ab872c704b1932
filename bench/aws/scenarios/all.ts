/** The scenarios on AWS' parts by name, in the order in which they are run. */

import { millionRows } from '../million-rows.js';
import type { AwsScenario } from '../support/aws-scenario.js';
import { bundles } from './bundles.js';
import { life } from './life.js';
import { retries, scavenge } from './scavenge.js';
import { schedule } from './schedule.js';
import { slotUseOnAws } from './slot-use.js';
import { idleTick, tick } from './tick.js';

export const AWS_SCENARIOS: Readonly<Record<string, AwsScenario>> = {
  bundles,
  life,
  schedule,
  tick,
  'idle-tick': idleTick,
  scavenge,
  retries,
  'million-rows': millionRows,
  'slot-use': slotUseOnAws,
};
