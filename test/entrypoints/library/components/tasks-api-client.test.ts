import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { serviceUrl } from '../../../../src/entrypoints/library/components/service-url.js';
import {
  closeTask,
  failTask,
  TasksApiClient,
} from '../../../../src/entrypoints/library/components/tasks-api-client.js';
import { CREDENTIALS, startTasksApi } from './tasks-api-server.js';

type Server = Awaited<ReturnType<typeof startTasksApi>>;

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

describe('the client of the tasks API', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  async function opened(
    respond: (response: ServerResponse, nth: number) => void = (r) => json(r, 200, { outcome: 'recorded' }),
  ) {
    const server = await startTasksApi(respond);
    servers.push(server);
    const pauses: number[] = [];
    const sleep = async (ms: number) => void pauses.push(ms);
    return { server, pauses, options: { url: server.url, region: 'us-west-2', credentials: CREDENTIALS, sleep } };
  }

  it('posts a completion that is signed rightly, and gives the answer', async () => {
    const { server, options } = await opened();
    const report = { taskId: 't1', attempt: 2, stats: { rows: 3 }, result: { ключ: ['ü', null] } };
    expect(await closeTask({ ...options, ...report })).toEqual({ status: 200, body: { outcome: 'recorded' } });
    expect(server.received).toEqual([
      {
        path: '/tasks',
        body: {
          action: 'mark_task_as_completed',
          task_id: 't1',
          attempt: 2,
          stats: report.stats,
          result: report.result,
        },
        scope: 'us-west-2/execute-api/aws4_request',
        isSignedRightly: true,
      },
    ]);
  });

  it.each(['/tasks/a%20b/c', '/?stage=live&a=1&a=0&b=x%2By', '/prod/t%C3%BCr', '/'])(
    'signs the address %s rightly',
    async (path) => {
      const { server, options } = await opened();
      await closeTask({ ...options, url: new URL(path, server.url).href, service: 'lambda', taskId: 't1' });
      expect(server.received).toEqual([
        expect.objectContaining({ path, scope: 'us-west-2/lambda/aws4_request', isSignedRightly: true }),
      ]);
    },
  );

  it('is seen through by its test: a signature of other keys is wrong', async () => {
    const { server, options } = await opened();
    await closeTask({ ...options, credentials: { ...CREDENTIALS, secretAccessKey: 'another' }, taskId: 't1' });
    expect(server.received[0]?.isSignedRightly).toBe(false);
  });

  it('posts a failure with the class and message of the error, cut at 1000 characters', async () => {
    const { server, options } = await opened();
    await failTask({ ...options, taskId: 't1', error: new RangeError('x'.repeat(2000)) });
    await failTask({ ...options, taskId: 't1', error: { name: 'Late', message: 'too late' } });
    await failTask({ ...options, taskId: 't1' });
    expect(server.received.map(({ body }) => body)).toEqual([
      { action: 'mark_task_as_failed', task_id: 't1', error: { name: 'RangeError', message: 'x'.repeat(1000) } },
      { action: 'mark_task_as_failed', task_id: 't1', error: { name: 'Late', message: 'too late' } },
      { action: 'mark_task_as_failed', task_id: 't1' },
    ]);
  });

  it('asks the SDK’s providers for credentials where none are given', async () => {
    const { server, options } = await opened();
    const { credentials: _, ...rest } = options;
    const before = { ...process.env };
    process.env.AWS_ACCESS_KEY_ID = CREDENTIALS.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = CREDENTIALS.secretAccessKey;
    process.env.AWS_SESSION_TOKEN = CREDENTIALS.sessionToken;
    try {
      await new TasksApiClient(rest).closeTask({ taskId: 't1' });
    } finally {
      process.env = before;
    }
    expect(server.received[0]?.isSignedRightly).toBe(true);
  });

  it('says that there are no credentials, without sending', async () => {
    const { server, options } = await opened();
    const credentials = () => Promise.reject(new Error('none'));
    await expect(closeTask({ ...options, credentials, taskId: 't1' })).rejects.toMatchObject({
      code: 'tasks_api.credentials',
      retryable: false,
    });
    expect(server.received).toEqual([]);
  });

  it('gives an answer that is no JSON as text, and none as undefined', async () => {
    const { options } = await opened(
      (response, nth) => void (nth === 1 ? response.end('done') : response.writeHead(204).end()),
    );
    expect(await closeTask({ ...options, taskId: 't1' })).toEqual({ status: 200, body: 'done' });
    expect(await closeTask({ ...options, taskId: 't1' })).toEqual({ status: 204, body: undefined });
  });

  it('reads no more than 64 KiB of an answer', async () => {
    const { options } = await opened((response) => void response.end('x'.repeat(200_000)));
    expect(await closeTask({ ...options, taskId: 't1' })).toEqual({ status: 200, body: undefined });
  });

  it.each([429, 500, 502, 503])('sends again after a %i, with growing pauses', async (status) => {
    const { server, options, pauses } = await opened((response, nth) =>
      nth < 4 ? json(response, status, {}) : json(response, 200, { outcome: 'recorded' }),
    );
    expect(await closeTask({ ...options, taskId: 't1' })).toMatchObject({ status: 200 });
    expect(server.received).toHaveLength(4);
    expect(server.received.every(({ isSignedRightly }) => isSignedRightly)).toBe(true);
    expect(pauses).toHaveLength(3);
    for (const [index, longest] of [200, 400, 800].entries()) expect(pauses[index]).toBeLessThanOrEqual(longest);
  });

  it('gives up after as many sendings as it may, with the last status', async () => {
    const { server, options } = await opened((response) => json(response, 503, {}));
    await expect(closeTask({ ...options, maxSends: 2, taskId: 't1' })).rejects.toMatchObject({
      code: 'tasks_api.unavailable',
      status: 503,
      retryable: true,
    });
    expect(server.received).toHaveLength(2);
  });

  it('sends again where the connection breaks before an answer', async () => {
    const { server, options } = await opened((response, nth) =>
      nth === 1 ? void response.destroy() : json(response, 200, { outcome: 'ignored' }),
    );
    expect(await closeTask({ ...options, taskId: 't1' })).toMatchObject({ body: { outcome: 'ignored' } });
    expect(server.received).toHaveLength(2);
  });

  it('does not wait longer for an answer than it may', async () => {
    const { options } = await opened(() => {});
    const sent = closeTask({ ...options, timeoutMs: 100, maxSends: 2, taskId: 't1' });
    await expect(sent).rejects.toMatchObject({
      code: 'tasks_api.unavailable',
      message: expect.stringContaining('no answer within 100 ms'),
    });
  });

  it('gives up at once when it is told to', async () => {
    const given = new AbortController();
    const { server, options } = await opened(() => given.abort());
    await expect(closeTask({ ...options, signal: given.signal, taskId: 't1' })).rejects.toMatchObject({
      code: 'tasks_api.aborted',
    });
    expect(server.received).toHaveLength(1);
  });

  it.each([301, 307, 400, 403, 404])('takes a %i for a refusal, and sends once', async (status) => {
    const { server, options } = await opened((response) => {
      response.setHeader('location', '/elsewhere');
      json(response, status, { error: { code: 'task.unknown', message: 'no task hunter2' } });
    });
    const failure = await closeTask({ ...options, result: { a: 'hunter2' }, taskId: 't1' }).catch((e: unknown) => e);
    expect(failure).toMatchObject({ code: 'tasks_api.refused', status, retryable: false });
    expect(String(failure)).toContain(`${status} (task.unknown)`);
    expect(inspect(failure, { depth: 10 })).not.toMatch(/hunter2|secret-of-the-test/);
    expect(server.received).toHaveLength(1);
  });

  describe('refuses', () => {
    const refused = (path: string) => expect.objectContaining({ code: 'tasks_api.argument', path });

    it.each([
      'http://example.com/',
      'ftp://127.0.0.1/',
      'example.com',
      '',
      5,
      undefined,
      'https://user:hunter2@example.com/',
    ])('the address %j, without showing it', (url) => {
      const making = () => new TasksApiClient({ url: url as string, region: 'us-west-2' });
      expect(making).toThrow(refused('url'));
      expect(making).not.toThrow(/hunter2/);
    });

    it.each([
      ['region', { region: 'US West' }],
      ['service', { service: '' }],
      ['maxSends', { maxSends: 0 }],
      ['maxSends', { maxSends: Number.NaN }],
      ['timeoutMs', { timeoutMs: Number.POSITIVE_INFINITY }],
    ])('a wrong %s', (path, options) => {
      expect(() => new TasksApiClient({ url: 'https://example.com', region: 'us-west-2', ...options })).toThrow(
        refused(path),
      );
    });

    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    it.each([
      ['taskId', {}],
      ['taskId', { taskId: '' }],
      ['taskId', { taskId: 'x'.repeat(257) }],
      ['attempt', { taskId: 't', attempt: 0 }],
      ['attempt', { taskId: 't', attempt: '1' }],
      ['stats', { taskId: 't', stats: [1] }],
      ['stats.rows', { taskId: 't', stats: { rows: Number.NaN } }],
      ['result', { taskId: 't', result: new Date(0) }],
      ['result.big', { taskId: 't', result: { big: 1n } }],
      ['result.self.self…', { taskId: 't', result: cycle }],
      ['result', { taskId: 't', result: { text: 'x'.repeat(380_000) } }],
      ['error', { taskId: 't', error: 'text' }],
      ['error', { taskId: 't', error: {} }],
      ['report', undefined],
      ['report', []],
    ])('a report with a wrong %s', async (path, report) => {
      const { server, options } = await opened();
      await expect(new TasksApiClient(options).failTask(report as never)).rejects.toEqual(refused(path));
      expect(server.received).toEqual([]);
    });

    it('no options at all', async () => {
      await expect(closeTask(undefined as never)).rejects.toEqual(refused('options'));
    });
  });
});

describe('serviceUrl', () => {
  it.each([
    ['https://abc123.lambda-url.eu-central-1.on.aws/', 'eu-central-1', 'lambda'],
    ['https://abc123.execute-api.us-east-2.amazonaws.com/prod/tasks', 'us-east-2', 'execute-api'],
    ['https://abc123.execute-api.cn-north-1.amazonaws.com.cn/prod', 'cn-north-1', 'execute-api'],
  ])('reads region and service of %s', (url, region, service) => {
    expect(serviceUrl(url)).toMatchObject({ region, service });
  });

  it('takes what is given before what the host says', () => {
    const url = 'https://abc123.lambda-url.eu-central-1.on.aws/';
    expect(serviceUrl(url, { region: 'us-west-1', service: 'execute-api' })).toMatchObject({
      region: 'us-west-1',
      service: 'execute-api',
    });
  });

  it('does not take a host that only looks like one of AWS', () => {
    const before = process.env.AWS_REGION;
    delete process.env.AWS_REGION;
    try {
      expect(() => serviceUrl('https://a.lambda-url.eu-central-1.on.aws.example.com/')).toThrow(/region: expected/);
    } finally {
      if (before !== undefined) process.env.AWS_REGION = before;
    }
  });
});
