/** `sosw dashboard`: what runs, what waits and why, as a page on this machine, until it is stopped. */

import { once } from 'node:events';
import { dirname, resolve } from 'node:path';
import type { Logger } from '../../../application/ports/logger.js';
import type { World } from '../../dashboard/world.js';
import { startDashboard } from '../../dashboard/server/dashboard-server.js';
import { byWhom } from '../by-whom.js';
import type { Call } from '../command-module.js';
import { canDo } from '../dashboard/abilities.js';
import type { ServingOptions } from '../dashboard/dashboard-options.js';
import { tokenGiven } from '../dashboard/dashboard-token.js';
import { AWS_REFRESH, goingWorld, LOCAL_REFRESH, simulatedWorld } from '../dashboard/worlds.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { interruptible } from '../interruption.js';
import type { Terminal } from '../terminal.js';
import { TerminalLogger } from '../terminal-logger.js';
import { UsageError } from '../usage-error.js';
import { type StoreOptions, withStore } from '../with-store.js';

export interface DashboardCommandOptions extends StoreOptions, ServingOptions {
  readonly simulation?: string;
}

export async function run({ options, terminal }: Call<DashboardCommandOptions>): Promise<ExitCode> {
  const { simulation, aws, allowActions } = options;
  if (simulation !== undefined) {
    if (allowActions) throw new UsageError('a simulation is over: --allow-actions and --simulation do not go together');
    const world = await simulatedWorld(simulation);
    await serveUntilStopped(world, options, terminal).finally(() => world.close());
    return EXIT.ok;
  }
  const by = allowActions ? byWhom('dashboard') : undefined;
  await withStore({ options, terminal }, async (data, config) => {
    const world = aws
      ? goingWorld(data, config, { kind: 'aws', name: placeOnAws(options), refresh: AWS_REFRESH, by })
      : goingWorld(data, config, { kind: 'local', name: placeOf(options), refresh: LOCAL_REFRESH, by });
    await serveUntilStopped(world, options, terminal);
  });
  return EXIT.ok;
}

const placeOf = ({ data, config }: StoreOptions): string => resolve(data ?? dirname(config));
const placeOnAws = ({ prefix, env, region }: StoreOptions): string =>
  [prefix, env, region].filter((part) => part !== undefined).join(' · ');

async function serveUntilStopped(world: World, options: DashboardCommandOptions, terminal: Terminal): Promise<void> {
  const { signal, release } = interruptible(() => {});
  const logger: Logger = new TerminalLogger(terminal, terminal.note, { isVerbose: options.verbose === true });
  const { host, port } = options;
  const dashboard = await startDashboard({ world, host, port, logger, ...tokenGiven() });
  try {
    if (options.json) terminal.printJson({ url: dashboard.url });
    else terminal.print(dashboard.url);
    terminal.note(`${canDo(world)} Ctrl-C stops it.`);
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await dashboard.close();
    release();
  }
}
