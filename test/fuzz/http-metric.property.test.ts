import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleEndpoint } from '../../src/adapters/local/http-metric.js';
import { fuzz, fuzzTimeout, type Outcome, tellFigures } from './support/campaign.js';
import { grown, strange, strangeText } from './support/strange.js';

const SECRET = 'secret-of-the-server';
const BOMB = gzipSync(Buffer.alloc(20_000_000, '1'));

let answer: RequestListener = (_, response) => response.end();
let server: Server;
let url = '';

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Samples once; a failure's message is bounded and repeats nothing of the server's. */
async function sampled(json_path?: string): Promise<Outcome<unknown>> {
  const fields = { url, timeout: 1, ...(json_path === undefined || json_path === '' ? {} : { json_path }) };
  try {
    const value = await sampleEndpoint(fields);
    expect(value === undefined || Number.isFinite(value)).toBe(true);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    const { message } = error as Error;
    expect(message).not.toContain(SECRET);
    expect(message.length).toBeLessThan(500 + (json_path?.length ?? 0));
  }
  return { kind: 'answered', value: undefined };
}

tellFigures();

it(
  'a metric’s endpoint may answer anything: a number, nothing, or a failure without a word of it',
  async () => {
    const body = fc.oneof(
      strange.map((recipe) => ({ recipe })),
      strangeText.map((text) => ({ text })),
      fc.double().map((number) => ({ text: String(number) })),
      fc.uint8Array().map((bytes) => ({ bytes })),
    );
    const input = fc.record({
      status: fc.constantFrom(200, 200, 200, 204, 301, 302, 304, 404, 500, 599),
      body,
      path: fc.constantFrom(undefined, undefined, 'a', 'a.a', '0', '__proto__', 'constructor.name', 'length', 'a..b'),
      location: fc.constantFrom(
        '/',
        'http://127.0.0.1:1/',
        'file:///etc/passwd',
        'javascript:1',
        `http://${SECRET}.invalid:1/`,
      ),
    });
    await fuzz('metrics over HTTP', input, 150, async ({ status, body: given, path, location }) => {
      answer = (_, response) => {
        response.writeHead(status, { 'x-secret': SECRET, ...(status < 400 && status > 300 ? { location } : {}) });
        if ('bytes' in given) return response.end(given.bytes);
        try {
          return response.end('text' in given ? given.text : JSON.stringify(grown(given.recipe)));
        } catch {
          return response.end('['.repeat(100_000));
        }
      };
      return sampled(path);
    });
  },
  fuzzTimeout,
);

it.each<[string, RequestListener, RegExp, timeout?: number]>([
  ['without end', (_, response) => void endless(response), /more than 262144 bytes|no answer/],
  ['that never comes', () => {}, /no answer within 1 s/],
  [
    'that stops in the middle',
    (_, response) => void response.writeHead(200, { 'content-length': '99' }).write('1'),
    /no answer within 1 s/,
  ],
  [
    'that unpacks to 20 MB',
    (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB),
    /more than 262144 bytes/,
    30,
  ],
  ['that leads to itself', (_, response) => void response.writeHead(302, { location: '/' }).end(), /no connection/, 30],
])('an answer %s is a failure within its time', async (_, listener, failure, timeout = 1) => {
  answer = listener;
  await expect(sampleEndpoint({ url, timeout })).rejects.toThrow(failure);
});

/** Writes until the other side has had enough. */
function endless(response: import('node:http').ServerResponse): void {
  const more = (): void => {
    if (response.destroyed) return;
    response.write('1'.repeat(10_000), (error) => {
      if (!error) setImmediate(more);
    });
  };
  more();
}
