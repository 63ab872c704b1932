/** Serves a dashboard until it is closed. */

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Logger } from '../../../application/ports/logger.js';
import { RefusedError } from '../../../domain/errors.js';
import type { World } from '../world.js';
import { dashboardApp } from './dashboard-app.js';
import { isLoopback } from './guards.js';
import { readPageFiles } from './page-routes.js';

export interface DashboardOptions {
  readonly world: World;
  /** Default: 127.0.0.1. Any other address needs a token. */
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** What requests must bring; made up where the address needs one and none is given. At least 16 characters. */
  readonly token?: string;
  readonly logger: Logger;
  /** The folder of the built page; by default beside the compiled program. */
  readonly page?: URL;
}

export interface Dashboard {
  /** Where it is to be opened; with the token, where there is one. */
  readonly url: string;
  close(): Promise<void>;
}

const TOKEN_MIN = 16;
const newToken = (): string => randomBytes(24).toString('base64url');

/** Throws RefusedError `dashboard.token` for a short token, and `dashboard.address` for an address or port that can't be had. */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { world, host, port, token, logger, page } = options;
  if (token !== undefined && token.length < TOKEN_MIN) {
    throw new RefusedError('dashboard.token', { path: 'token', expected: `${TOKEN_MIN} characters at least` });
  }
  const needed = token ?? (isLoopback(host) ? undefined : newToken());
  const stopping = new AbortController();
  const bound = { port };
  const guard = { host, port: () => bound.port, csrf: newToken(), ...(needed === undefined ? {} : { token: needed }) };
  const app = dashboardApp({ world, guard, files: readPageFiles(page), logger, stopping: stopping.signal });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  bound.port = await listening(server, host, port);
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${bound.port}/${needed === undefined ? '' : `?token=${encodeURIComponent(needed)}`}`,
    close: async () => {
      stopping.abort();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function listening(server: Server, host: string, port: number): Promise<number> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const isTaken = code === 'EADDRINUSE';
    throw new RefusedError('dashboard.address', {
      path: `${host}:${port}`,
      expected: isTaken ? 'a port that is free: another program has this one' : `an address of this machine (${code})`,
      ...(isTaken ? { hint: 'Name another with --port, or --port 0 for any' } : {}),
    });
  }
}
