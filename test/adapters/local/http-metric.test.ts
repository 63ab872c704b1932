import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sampleEndpoint } from '../../../src/adapters/local/http-metric.js';

/** Serves every request this way until the test ends; gives the address of a page. */
async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/health?token=s3cret`;
}

const answering = (body: string, status = 200) => serving((_request, response) => response.writeHead(status).end(body));

describe('the number', () => {
  it.each([
    ['12.5\n', undefined, 12.5],
    ['0', undefined, 0],
    ['{"db": {"replicas": [{"lag": 3}, {"lag": 4.25}]}}', 'db.replicas.1.lag', 4.25],
    ['{"depth": "17"}', 'depth', 17],
    ['[5]', '0', 5],
  ])('of %j at %s is %d', async (body, path, value) => {
    const url = await answering(body);
    expect(await sampleEndpoint(path === undefined ? { url } : { url, json_path: path })).toBe(value);
  });

  it.each([{}, { json_path: 'a' }])('is none where the body is empty (%j)', async (settings) => {
    expect(await sampleEndpoint({ url: await answering('', 204), ...settings })).toBeUndefined();
  });

  it.each([
    ['<html>', undefined, 'expected one number'],
    ['{"a": null}', 'a', 'no number at a'],
    ['{"a": true}', 'a', 'no number at a'],
    ['{"a": 1}', 'a.b', 'no number at a.b'],
    ['[1, 2]', 'length', 'no number at length'],
    ['{"a": 1e999}', 'a', 'no number at a'],
    ['12,5', 'a', 'the body is not JSON'],
  ])('is missing in %j at %s', async (body, path, reason) => {
    const url = await answering(body);
    await expect(sampleEndpoint(path === undefined ? { url } : { url, json_path: path })).rejects.toThrow(reason);
  });
});

describe('a failure names the host and the cause, not the rest of the address', () => {
  const host = /^127\.0\.0\.1:\d+: /;
  const expectFailure = async (settings: { url: string; timeout?: number }, cause: RegExp) => {
    const failure = await sampleEndpoint(settings).then(
      () => expect.unreachable('it did not fail'),
      (error: Error) => error.message,
    );
    expect(failure).toMatch(host);
    expect(failure.replace(host, '')).toMatch(cause);
  };

  it('by status', async () => {
    await expectFailure({ url: await answering('17', 503) }, /^HTTP 503$/);
  });

  it('by connection', async () => {
    const url = await serving((request) => request.socket.destroy());
    await expectFailure({ url }, /^no connection \(\w+\)$/);
  });

  it('by time-out before the head', async () => {
    await expectFailure({ url: await serving(() => {}), timeout: 0.1 }, /^no answer within 0\.1 s$/);
  });

  it('by time-out within the body', async () => {
    const url = await serving((_request, response) => response.writeHead(200).write('1'));
    await expectFailure({ url, timeout: 0.1 }, /^no answer within 0\.1 s$/);
  });

  it('by size, without reading on', async () => {
    const url = await serving((_request, response) => {
      const more = (): boolean => response.write('1'.repeat(65_536)) && more();
      response.on('drain', more);
      more();
    });
    await expectFailure({ url, timeout: 30 }, /^a body of more than 262144 bytes$/);
  });
});

it.each([
  [{}, 'details.url'],
  [{ url: 'nonsense' }, 'details.url'],
  [{ url: 'file:///etc/passwd' }, 'details.url'],
  [{ url: 'ftp://localhost/a' }, 'details.url'],
  [{ url: 'http://user:word@localhost/' }, 'details.url'],
  [{ url: 'http://localhost/', json_path: '' }, 'details.json_path'],
  [{ url: 'http://localhost/', timeout: '5' }, 'details.timeout'],
])('refuses the settings %j', async (fields, path) => {
  await expect(sampleEndpoint(fields)).rejects.toThrow(`${path}:`);
});
