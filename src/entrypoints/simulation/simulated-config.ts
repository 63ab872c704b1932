/** What a simulation needs of a configuration. */

import type { Config, EssentialConfig } from '../config/config.js';

/** The essentials' settings, wherever they stand, and what is scheduled by the clock. */
export type SimulatedConfig = EssentialConfig & Pick<Config, 'schedules'>;
