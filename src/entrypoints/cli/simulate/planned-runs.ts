/** The simulations that a command line asks for: one, two to compare, or one a value of a sweep. */

import type { Labourers } from '../../../application/labourers.js';
import { RefusedError } from '../../../domain/errors.js';
import type { SimulatedConfig } from '../../simulation/simulate.js';
import type { Terminal } from '../terminal.js';
import type { SimulateOptions } from './simulate-options.js';
import { loadSimulatedConfig, type NamedConfig } from './simulated-config.js';

/** What is simulated, each with its configuration; the first is what the others are measured against. */
export type PlannedRuns = readonly [NamedConfig, ...NamedConfig[]];

/** Reads every configuration, so that a value that is wrong is refused before the first simulation. */
export function plannedRuns(options: SimulateOptions, terminal: Terminal): PlannedRuns {
  const { config, set = [], sweep, compare } = options;
  if (sweep !== undefined) {
    const [first, ...others] = sweep.assignments.map((assignment, index) => ({
      // What the file itself is warned of is told once.
      ...loadSimulatedConfig(config, [...set, assignment], index === 0 ? terminal : { ...terminal, note: () => {} }),
      name: assignment.written.slice(assignment.written.indexOf('=') + 1),
    }));
    if (first !== undefined) return [first, ...others];
  }
  const own = loadSimulatedConfig(config, set, terminal);
  if (compare === undefined) return [own];
  const other = loadSimulatedConfig(compare, [], terminal);
  const name = other.name === own.name ? `${other.name} (compared)` : other.name;
  // The work is the same: a configuration that schedules nothing itself gets the schedules of the first.
  const schedules = other.config.schedules.length > 0 ? other.config.schedules : own.config.schedules;
  refuseUnlessScheduled(schedules, other.config.labourers, compare);
  return [own, { ...other, name, config: { ...other.config, schedules } }];
}

function refuseUnlessScheduled(schedules: SimulatedConfig['schedules'], labourers: Labourers, file: string): void {
  for (const { name, job } of schedules) {
    const labourer = job.labourer_id ?? job.lambda_name;
    if (typeof labourer !== 'string' || labourers.find(labourer) !== undefined) continue;
    const expected = `the labourer of the schedule ${name}`;
    throw new RefusedError('labourer.unknown', { path: `--compare ${file}`, expected, found: labourer });
  }
}

/** The labourers of all configurations: a scenario may speak of any of them. */
export function labourersOf(runs: PlannedRuns): Labourers {
  const all = runs.map(({ config }) => config.labourers);
  const [first = runs[0].config.labourers] = all;
  return {
    all: () => all.flatMap((labourers) => labourers.all()),
    find: (id) => all.map((labourers) => labourers.find(id)).find((labourer) => labourer !== undefined),
    of: (id) => first.of(id),
  };
}
