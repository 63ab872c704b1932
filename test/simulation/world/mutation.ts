/** A defect that a world lays over the product, to see that the campaign finds it: how the system before this one did it. */

import type { Essentials, Ports } from '../../support/world/essentials.js';
import type { Process } from './process.js';
import type { World } from './world.js';

/** Each part is used where it is given. */
export interface Mutation {
  /** Ports as all processes meet them, laid over the watched ones. */
  readonly ports?: (ports: Ports, world: World) => Ports;
  /** The use cases of one process. */
  readonly compose?: (made: Essentials, process: Process, world: World) => Essentials;
  /** The number that a worker's message says. */
  readonly message?: (world: World, taskId: string) => number | undefined;
  /** The platform repeats failed runs by itself. */
  readonly platformRepeats?: boolean;
}
