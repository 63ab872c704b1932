/** Scenarios as users write them. */

import type { Labourers } from '../../application/labourers.js';
import type { Scenario } from './behaviour.js';
import { parsedScenario } from './scenario-schema.js';

export type { Scenario } from './behaviour.js';

/** Workers take a share of their time-out and never fail; metrics meet their best threshold; there are no targets. */
export const DEFAULT_SCENARIO: Scenario = { workers: new Map(), targets: new Map(), metrics: new Map() };

/**
 * Reads a scenario as it stands in YAML or JSON. Throws RefusedError `scenario.value`, `scenario.unknown_key` or `scenario.unknown_name`
 * for the first thing that is wrong; `path` is laid before the paths in it.
 */
export function readScenario(value: unknown, labourers: Labourers, path = ''): Scenario {
  return parsedScenario(value, labourers, path);
}
