import { networkInterfaces } from 'node:os';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guarded } from '../../../src/entrypoints/dashboard/server/guards.js';
import { sosw } from '../../entrypoints/cli/run-sosw.js';
import { jobOf, workspaceFiles } from '../../entrypoints/cli/workspace.js';
import { lastingFolderWith } from '../../entrypoints/config/config-files.js';
import { ask, change, csrfOf, type ServedDashboard, serveDashboard } from '../support/served.js';

const SECRETS = {
  labourer_id: 'shout',
  job: { letters: ['fail-a'], isolate_letters: true, db_password: 'hunter2', nested: { API_Key: ['k1', 'k2'] } },
};

const folder = lastingFolderWith(workspaceFiles({ job: jobOf('a', 'fail-b') }));
let reading: ServedDashboard;
let acting: ServedDashboard;

beforeAll(async () => {
  await sosw(['run', 'job.json'], { cwd: folder });
  await sosw(['run', '-'], { cwd: folder, input: JSON.stringify(SECRETS) });
  [reading, acting] = await Promise.all([
    serveDashboard([], { cwd: folder }),
    serveDashboard(['--allow-actions'], { cwd: folder }),
  ]);
});

afterAll(() => Promise.all([reading?.stop(), acting?.stop()]));

const hostOf = (url: string): string => new URL(url).host;
const codeOf = (text: string): string => JSON.parse(text).error.code;

describe('the dashboard', () => {
  it('listens on the loopback, and answers under its own names only', async () => {
    const { port } = new URL(reading.url);
    expect(reading.url).toBe(`http://127.0.0.1:${port}/`);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
      expect((await ask(reading.url, '/api/world', { headers: { host } })).status).toBe(200);
    }
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1:${Number(port) + 1}`]) {
      const { status, text } = await ask(reading.url, '/api/world', { headers: { host } });
      expect({ host, status, code: codeOf(text) }).toEqual({ host, status: 403, code: 'host.foreign' });
    }
  });

  it('cannot be reached from another machine', async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4');
    if (outside === undefined) return;
    const url = `http://${outside.address}:${new URL(reading.url).port}/`;
    await expect(ask(url, '/api/world')).rejects.toThrow('ECONNREFUSED');
  });

  it.each([
    ['another origin', { origin: 'http://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['no origin that it would name', { origin: 'null' }],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of another port', { 'sec-fetch-site': 'same-site' }],
  ])('refuses what comes from %s, questions as well as changes', async (_, headers) => {
    for (const path of ['/', '/api/world', '/api/live', '/api/tasks']) {
      const { status, text } = await ask(acting.url, path, { headers });
      expect({ path, status, code: codeOf(text) }).toEqual({ path, status: 403, code: 'origin.foreign' });
    }
    const csrf = await csrfOf(acting.url);
    const all = { ...headers, 'content-type': 'application/json', 'x-sosw-csrf': csrf };
    const { status } = await ask(acting.url, '/api/actions/pause', {
      method: 'POST',
      headers: all,
      body: { labourer: 'shout' },
    });
    expect(status).toBe(403);
  });

  it('takes requests that its own page makes', async () => {
    const headers = { origin: `http://${hostOf(acting.url)}`, 'sec-fetch-site': 'same-origin' };
    expect((await ask(acting.url, '/api/world', { headers })).status).toBe(200);
  });

  it('takes requests of its own page behind a proxy that speaks TLS, and of no other page there', async () => {
    const body = { labourer: 'shout' };
    const all = { 'content-type': 'application/json', 'x-sosw-csrf': await csrfOf(acting.url) };
    const paused = async (origin: string): Promise<number> => {
      const headers = { ...all, origin };
      return (await ask(acting.url, '/api/actions/resume', { method: 'POST', headers, body })).status;
    };
    expect(await paused(`https://${hostOf(acting.url)}`)).toBe(200);
    expect(await paused('https://127.0.0.1:1')).toBe(403);
  });

  it('goes on with an operation that it knows, and says how it stands; with no other', async () => {
    const ended = await change(acting.url, '/api/actions/continue/unknown', {});
    expect({ status: ended.status, code: codeOf(ended.text) }).toEqual({ status: 404, code: 'operation.unknown' });
    const target = { filter: { labourer: ['shout'], state: ['dead'], text: 'nothing is like this' }, matched: 0 };
    const begun = (await change(acting.url, '/api/actions/redrive', target)).json<{ operation_id: string }>();
    expect(begun).toMatchObject({ action: 'redrive', state: 'begun', matched: 0 });
    const again = (await change(acting.url, `/api/actions/continue/${begun.operation_id}`, {})).json();
    expect(again).toMatchObject({ operation_id: begun.operation_id, action: 'redrive', matched: 0 });
  });

  it('takes a change only as JSON with the secret of the page', async () => {
    const body = { labourer: 'shout' };
    const csrf = await csrfOf(acting.url);
    expect(csrf).toMatch(/^[\w-]{32}$/);
    for (const headers of [
      {},
      { 'content-type': 'application/json' },
      { 'x-sosw-csrf': csrf },
      { 'content-type': 'text/plain', 'x-sosw-csrf': csrf },
      { 'content-type': 'application/json', 'x-sosw-csrf': `${csrf}x` },
      { 'content-type': 'application/json', 'x-sosw-csrf': '' },
    ]) {
      const { status, text } = await ask(acting.url, '/api/actions/pause', { method: 'POST', headers, body });
      expect({ headers, status, code: codeOf(text) }).toEqual({ headers, status: 403, code: 'csrf.missing' });
    }
    expect(await change(acting.url, '/api/actions/pause', body)).toMatchObject({ status: 200 });
    expect(await change(acting.url, '/api/actions/resume', body)).toMatchObject({ status: 200 });
  });

  it('changes nothing unless it was allowed to', async () => {
    expect((await ask(reading.url, '/api/world')).json()).toMatchObject({ allows_actions: false });
    for (const action of ['pause', 'resume', 'cap', 'retry', 'redrive', 'cancel', 'preview']) {
      const { status, text } = await change(reading.url, `/api/actions/${action}`, { labourer: 'shout' });
      expect({ action, status, code: codeOf(text) }).toEqual({ action, status: 403, code: 'actions.off' });
    }
  });

  it('allows the page its own files and nothing else', async () => {
    const { headers, text } = await ask(reading.url, '/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBeDefined();
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(text).not.toMatch(/<script(?![^>]*\ssrc="\/?app\.js")/);
    expect(text).not.toMatch(/<style|\son\w+=|https?:\/\//);
  });

  it('answers in JSON what it does not know, and says which part of a question is wrong', async () => {
    expect(codeOf((await ask(reading.url, '/../../etc/passwd')).text)).toBe('page.unknown');
    expect(codeOf((await ask(reading.url, '/api/labourers/nobody/axis')).text)).toBe('labourer.unknown');
    expect(codeOf((await ask(reading.url, '/api/tasks/none')).text)).toBe('task.unknown');
    for (const [query, path] of [
      ['limit=0', 'limit'],
      ['limit=100000', 'limit'],
      ['state=lost', 'state.0'],
      ['created_from=yesterday', 'created_from'],
      ['colour=red', 'request'],
      ['at=-1', 'at'],
      ['attempts_up_to=', 'attempts_up_to'],
      ['at=0x10', 'at'],
    ]) {
      const { status, text } = await ask(reading.url, `/api/tasks?${query}`);
      expect({ query, status, error: JSON.parse(text).error }).toMatchObject({ query, status: 400, error: { path } });
    }
  });

  it('takes nothing for a number that is none: a filter would mean other tasks', async () => {
    for (const value of [null, true, '', [], ' 1']) {
      const filter = { labourer: ['shout'], attempts_up_to: value };
      const { status, text } = await change(acting.url, '/api/actions/preview', { action: 'redrive', filter });
      expect({ value, status, code: codeOf(text) }).toEqual({ value, status: 400, code: 'query.value' });
    }
  });

  it('refuses a body that is too large, and one that is no JSON', async () => {
    // What is too large is not read: whoever still sends may find the connection closed.
    const large = change(acting.url, '/api/actions/cancel', { task_ids: ['x'.repeat(600_000)] });
    const refused = await large.then(
      ({ status }) => String(status),
      (error: Error) => error.message,
    );
    expect(refused).toMatch(/^413$|hang up|EPIPE|ECONNRESET/);
    const broken = await change(acting.url, '/api/actions/pause', '{"labourer":');
    expect({ status: broken.status, code: codeOf(broken.text) }).toEqual({ status: 400, code: 'query.value' });
  });

  it('never sends what stands under a key that promises a secret', async () => {
    const { text } = await ask(reading.url, '/api/tasks?text=fail-a');
    expect(text).not.toMatch(/hunter2|k1|k2/);
    const [task] = JSON.parse(text).tasks;
    expect(task.payload).toMatchObject({ db_password: '•••', nested: { API_Key: '•••' } });
    expect((await ask(reading.url, `/api/tasks/${task.task_id}`)).text).not.toMatch(/hunter2|k1|k2/);
  });
});

it('answers on the usual port to its names without one, as browsers say them', async () => {
  const app = new Hono()
    .use(guarded({ host: '127.0.0.1', port: () => 80, csrf: '' }))
    .get('/', (at) => at.text('here'));
  const status = async (host: string): Promise<number> => (await app.request('/', { headers: { host } })).status;
  expect([await status('localhost'), await status('127.0.0.1:80')]).toEqual([200, 200]);
  expect([await status('evil.example'), await status('localhost:81')]).toEqual([403, 403]);
});

describe('the dashboard on another address than the loopback', () => {
  const token = 'a-token & of+one%s own?';

  it('needs the token with every request, and takes it from the address once', async () => {
    const elsewhere = await serveDashboard(['--host', '127.0.0.2'], {
      cwd: folder,
      env: { SOSW_DASHBOARD_TOKEN: token },
    });
    try {
      const { origin, searchParams } = new URL(elsewhere.url);
      expect(searchParams.get('token')).toBe(token);
      for (const [path, headers] of [
        ['/', {}],
        ['/api/world', {}],
        ['/api/live', {}],
        ['/api/world', { authorization: 'Bearer wrong' }],
        ['/api/world', { cookie: 'sosw_token=wrong' }],
        ['/?token=wrong', {}],
        [`/api/world?${new URLSearchParams({ token })}`, {}],
      ] as const) {
        const { status, text } = await ask(origin, path, { headers });
        expect({ path, status, code: codeOf(text) }).toEqual({ path, status: 401, code: 'token.missing' });
      }
      const opened = await ask(elsewhere.url, new URL(elsewhere.url).search);
      expect(opened).toMatchObject({ status: 302, headers: { location: '/' } });
      const cookie = String(opened.headers['set-cookie']);
      expect(cookie).toMatch(/HttpOnly.*SameSite=Strict|SameSite=Strict.*HttpOnly/);
      const held = cookie.split(';')[0] ?? '';
      expect(held).toMatch(new RegExp(`^sosw_token_${new URL(origin).port}=`));
      expect((await ask(origin, '/api/world', { headers: { cookie: held } })).status).toBe(200);
      const bearer = { authorization: `Bearer ${token}` };
      expect((await ask(origin, '/api/world', { headers: bearer })).status).toBe(200);
    } finally {
      await elsewhere.stop();
    }
  });

  it('makes a token up where none is given, and refuses one that can be guessed', async () => {
    const elsewhere = await serveDashboard(['--host', '127.0.0.2'], { cwd: folder });
    expect(new URL(elsewhere.url).searchParams.get('token')).toMatch(/^[\w-]{32}$/);
    await elsewhere.stop();
    const short = await sosw(['dashboard', '--port', '0'], { cwd: folder, env: { SOSW_DASHBOARD_TOKEN: 'short' } });
    expect(short).toMatchObject({ code: 3, stdout: '' });
    expect(short.stderr).toContain('dashboard.token');
  });

  it('says which address or port it cannot have', async () => {
    const { port } = new URL(reading.url);
    const taken = await sosw(['dashboard', '--port', port], { cwd: folder });
    expect(taken).toMatchObject({ code: 3 });
    expect(taken.stderr).toContain('another program has this one');
    const foreign = await sosw(['dashboard', '--host', '203.0.113.1', '--port', '0'], { cwd: folder });
    expect(foreign).toMatchObject({ code: 3 });
    expect(foreign.stderr).toContain('dashboard.address');
  });
});
