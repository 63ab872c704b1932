/** Serves the files of a folder on the loopback, below a base path. */

import { createReadStream, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface StaticServer {
  /** Of the base path, with a slash at its end. */
  readonly address: string;
  stop(): Promise<void>;
}

export async function serveFolder(folder: string, base: string): Promise<StaticServer> {
  const server = createServer(({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://127.0.0.1');
    if (pathname.startsWith(base))
      send(folder, decodeURIComponent(pathname.slice(base.length)) || 'index.html', response);
    else notFound(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${base}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(folder: string, name: string, response: ServerResponse): void {
  const file = join(folder, name.endsWith('/') ? `${name}index.html` : name);
  if (!file.startsWith(folder + sep) || statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    notFound(response);
    return;
  }
  response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
  createReadStream(file).pipe(response);
}

function notFound(response: ServerResponse): void {
  response.statusCode = 404;
  response.end();
}
