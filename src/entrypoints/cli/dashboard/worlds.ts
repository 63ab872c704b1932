/** The worlds that a dashboard can look at, made of what the commands open. */

import { openSimulationFile } from '../../composition/simulation-file.js';
import type { OperatorStore } from '../../composition/operator-store.js';
import type { EssentialConfig } from '../../config/config.js';
import { epochSeconds, type Seconds, seconds } from '../../../domain/time.js';
import type { World } from '../../dashboard/world.js';
import { readSimulated } from '../simulate/simulated-config.js';

/** Reading a laptop's data costs nothing; a deployment's costs about a read unit and a half a labourer. */
export const LOCAL_REFRESH = seconds(2);
export const AWS_REFRESH = seconds(15);

export interface GoingWorld {
  readonly kind: 'local' | 'aws';
  readonly name: string;
  readonly refresh: Seconds;
  /** Who acts; absent where nobody may. */
  readonly by: string | undefined;
}

/** Tasks that are worked, now. */
export function goingWorld(data: OperatorStore, config: EssentialConfig, { by, ...world }: GoingWorld): World {
  return {
    ...world,
    reads: data,
    live: true,
    now: () => epochSeconds(Date.now() / 1000),
    maskedKeys: config.maskedKeys,
    ...(by === undefined ? {} : { actions: { controls: data.controls, bulk: data.bulk, by } }),
  };
}

/** A simulation that is over; nothing can be changed in it. Throws as `openSimulationFile` does. */
export async function simulatedWorld(file: string): Promise<World & { close(): void }> {
  let maskedKeys: readonly string[] = [];
  const opened = await openSimulationFile(file, (settings) => {
    const config = readSimulated({ file, value: withoutSchedules(settings), lineOf: () => undefined });
    maskedKeys = config.maskedKeys;
    return config;
  });
  return {
    kind: 'simulation',
    name: file,
    reads: opened.reads,
    live: false,
    now: () => opened.to,
    refresh: LOCAL_REFRESH,
    maskedKeys,
    close: opened.close,
  };
}

/** Their jobs may stand in files that are no longer there; what came of them is in the simulation. */
const withoutSchedules = (settings: unknown): unknown =>
  typeof settings === 'object' && settings !== null ? { ...settings, schedules: null } : settings;
