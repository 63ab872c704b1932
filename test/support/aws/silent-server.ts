/** A service that takes every request and answers none. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SilentServer {
  readonly endpoint: string;
  /** How many requests have come. */
  requests(): number;
  close(): void;
}

export async function startSilentServer(): Promise<SilentServer> {
  let requests = 0;
  const server = createServer(() => {
    requests++;
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests: () => requests,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
