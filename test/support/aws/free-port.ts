/** A port of the loopback that nobody listens on now, for a server that is told its port when it starts. */

import { createServer } from 'node:net';

/** Below the ports that systems give to connections, and to servers that take any. */
const FIRST = 20_000;
const PORTS = 12_000;
/** Processes whose numbers follow one another begin so far apart: whoever starts servers at the same time tries other ports. */
const STRIDE = 16;

let tried = 0;

export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + ((process.pid * STRIDE + tried++) % PORTS);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
