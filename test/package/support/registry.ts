/** A registry of npm packages on the loopback interface that takes publications and keeps them. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What npm sends when it publishes, as far as it is of interest here. */
export interface Publication {
  readonly name: string;
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, unknown>>;
  readonly access: string;
  readonly _attachments: Readonly<Record<string, { readonly length: number }>>;
}

export interface Registry {
  readonly url: string;
  readonly publications: readonly Publication[];
  close(): Promise<void>;
}

export async function startRegistry(): Promise<Registry> {
  const publications: Publication[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    if (request.method === 'PUT') publications.push(JSON.parse(Buffer.concat(parts).toString()));
    response.writeHead(request.method === 'PUT' ? 201 : 404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    publications,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
