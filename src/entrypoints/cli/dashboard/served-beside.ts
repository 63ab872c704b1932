/** The dashboard of a process that works tasks itself: over a connection of its own, as any other process would look at them. */

import type { Logger } from '../../../application/ports/logger.js';
import { RefusedError } from '../../../domain/errors.js';
import { openLocalStore } from '../../composition/local.js';
import type { Config } from '../../config/config.js';
import { type Dashboard, startDashboard } from '../../dashboard/server/dashboard-server.js';
import type { World } from '../../dashboard/world.js';
import { byWhom } from '../by-whom.js';
import { DASHBOARD_PORT, type ServingOptions } from './dashboard-options.js';
import { tokenGiven } from './dashboard-token.js';
import { goingWorld, LOCAL_REFRESH } from './worlds.js';

export interface Served extends Dashboard {
  readonly world: World;
}

/** Where the usual port is taken, by another `sosw dev`, any other does. */
export async function servedBeside(
  config: Config,
  data: { readonly dataDirectory: string; readonly logger: Logger },
  { host, port, allowActions }: ServingOptions,
): Promise<Served> {
  const store = openLocalStore(config, data);
  const by = allowActions ? byWhom('dashboard') : undefined;
  const world = goingWorld(store, config, { kind: 'local', name: data.dataDirectory, refresh: LOCAL_REFRESH, by });
  const start = (at: number): Promise<Dashboard> =>
    startDashboard({ world, host, port: at, logger: data.logger, ...tokenGiven() });
  try {
    const { url, close } = await start(port).catch((error: unknown) => {
      if (port === DASHBOARD_PORT && error instanceof RefusedError && error.code === 'dashboard.address')
        return start(0);
      throw error;
    });
    return { url, world, close: () => close().finally(() => store.close()) };
  } catch (error) {
    store.close();
    throw error;
  }
}
