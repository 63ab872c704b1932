/** A tasks API on this machine that checks signatures by computing them anew, from the rules of AWS Signature Version 4. */

import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const CREDENTIALS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'secret-of-the-test',
  sessionToken: 'token/+=',
};

export interface Received {
  readonly path: string;
  readonly body: unknown;
  /** The credential scope behind the key and the date: `us-west-2/lambda/aws4_request`. */
  readonly scope: string;
  readonly isSignedRightly: boolean;
}

/** `respond` answers the n-th request, from 1. */
export async function startTasksApi(respond: (response: ServerResponse, nth: number) => void) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push(await read(request));
    respond(response, received.length);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/tasks`,
    received,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  const [, key = '', date = '', scope = '', names = '', signature = ''] = match ?? [];
  const expected = signatureOf(request, body, { date, scope, names });
  const isWhole =
    names.split(';').includes('host') && request.headers['x-amz-security-token'] === CREDENTIALS.sessionToken;
  return {
    path: request.url ?? '',
    body: JSON.parse(body.toString('utf8')),
    scope,
    isSignedRightly: isWhole && key === CREDENTIALS.accessKeyId && signature === expected,
  };
}

interface Scope {
  readonly date: string;
  readonly scope: string;
  readonly names: string;
}

function signatureOf(
  { url = '', method, headers }: IncomingMessage,
  body: Buffer,
  { date, scope, names }: Scope,
): string {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const query = [...searchParams].map((pair) => pair.map(escaped).join('=')).sort();
  const path = pathname.split('/').map(escaped).join('/');
  const lines = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [method, path, query.join('&'), lines.join(''), names, sha256(body)].join('\n');
  const instant = String(headers['x-amz-date']);
  const text = ['AWS4-HMAC-SHA256', instant, `${date}/${scope}`, sha256(canonical)].join('\n');
  const parts = [date, ...scope.split('/')];
  const key = parts.reduce<Buffer>((last, part) => hmac(last, part), Buffer.from(`AWS4${CREDENTIALS.secretAccessKey}`));
  return hmac(key, text).toString('hex');
}

const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
