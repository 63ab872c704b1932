/** The scenarios by name, in the order in which they are run: what warms up or fills memory comes after what would notice. */

import type { Scenario } from '../support/scenario.js';
import { dashboard } from './dashboard.js';
import { planFlat } from './plan-flat.js';
import { planNested } from './plan-nested.js';
import { redrive } from './redrive.js';
import { simulateMonth } from './simulate.js';
import { slotUseScenario } from './slot-use.js';
import { sqliteCreate } from './sqlite-create.js';
import { sqliteDrain } from './sqlite-drain.js';
import { sqliteHistory } from './sqlite-history.js';
import { versionCold } from './version-cold.js';

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'plan-nested': planNested,
  'plan-flat': planFlat,
  'sqlite-create': sqliteCreate,
  'sqlite-drain': sqliteDrain,
  'sqlite-history': sqliteHistory,
  'slot-use': slotUseScenario,
  dashboard,
  redrive,
  'simulate-month': simulateMonth,
  'version-cold': versionCold,
};
