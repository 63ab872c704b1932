/** The AWS emulator that the tests talk to: one server a test file, on a free loopback port, gone with the process that started it. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { installedMinistack } from './ministack-install.js';
import { skips } from './skips.js';

/** True where `SOSW_SKIP` leaves out what needs the emulator. */
export const skipsE2e = skips('e2e');

export const REGION = 'us-west-2';
export const ACCOUNT = '000000000000';

/** Half a second on a quiet machine. */
const READY_MS = 55_000;
const STARTS_MAX = 3;

export interface Ministack {
  readonly endpoint: string;
  /** What a program needs to talk to the emulator and to nothing else, without profiles or keys of the user's own. */
  readonly env: Readonly<Record<string, string>>;
  /** Forgets every resource. */
  reset(): Promise<void>;
  /** What the server has written so far. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a server; `auth` makes it enforce IAM policies, and speak TLS, without which buckets that want it would refuse everybody. */
export async function startMinistack({ auth = false }: { auth?: boolean } = {}): Promise<Ministack> {
  const python = await installedMinistack();
  for (let start = 1; ; start++) {
    const folder = await mkdtemp(join(tmpdir(), 'sosw-ministack-'));
    const started = await startServer(python, folder, auth);
    if (typeof started !== 'string') return started;
    await rm(folder, { recursive: true, force: true });
    // Another process may have taken the port between finding it and binding it.
    if (start === STARTS_MAX) throw new Error(`The AWS emulator did not start: ${started}`);
  }
}

/** Settings of an SDK client that talks to the emulator and waits for it, however long it takes. Refuses any other place: dummy keys must not hide a real endpoint. */
export function awsClientConfig(endpoint: string) {
  assertLoopback(endpoint);
  return {
    region: REGION,
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    // A server on this machine, whose certificate nobody else has signed.
    requestHandler: isSecure(endpoint) ? { httpsAgent: { rejectUnauthorized: false } } : {},
  };
}

const isSecure = (endpoint: string): boolean => endpoint.startsWith('https:');

/** The same for S3, whose buckets would else become host names. */
export const s3ClientConfig = (endpoint: string) => ({ ...awsClientConfig(endpoint), forcePathStyle: true });

export function assertLoopback(endpoint: string): void {
  const { hostname } = new URL(endpoint);
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) {
    throw new Error(`The tests talk to an emulator on this machine only, not to ${hostname}.`);
  }
}

/** Ends the server when the pipe from the process that started it closes, however that process ended. */
const SERVER = `
import os, runpy, sys, threading
def ends_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)
threading.Thread(target=ends_with_parent, daemon=True).start()
sys.argv = ['ministack']
runpy.run_module('ministack', run_name='__main__')
`;

async function startServer(python: string, folder: string, auth: boolean): Promise<Ministack | string> {
  const port = await freePort();
  const endpoint = `${auth ? 'https' : 'http'}://127.0.0.1:${port}`;
  const certificate = join(folder, 'ministack-tls', 'server.crt');
  const logFile = join(folder, 'log');
  const log = openSync(logFile, 'a');
  const server = spawn(python, ['-c', SERVER], {
    cwd: folder,
    env: serverEnvironment(folder, port, auth),
    stdio: ['pipe', log, log],
  });
  const written = () => readFile(logFile, 'utf8').catch(() => '');
  const failed = await notReady(server, endpoint);
  if (failed !== undefined) {
    await ended(server);
    return `${failed}\n${(await written()).slice(-2000)}`;
  }
  return {
    endpoint,
    env: {
      ...clientEnvironment(endpoint),
      // The CDK's command line asks for its authorities under a name of its own.
      ...(auth && { NODE_EXTRA_CA_CERTS: certificate, AWS_CA_BUNDLE: certificate }),
    },
    log: written,
    async reset() {
      const status = await asked(`${endpoint}/_ministack/reset`, 'POST');
      if (status !== 200) throw new Error(`The AWS emulator did not reset: ${status}`);
    },
    async stop() {
      await ended(server);
      await rm(folder, { recursive: true, force: true, maxRetries: 15, retryDelay: 100 });
    },
  };
}

/** Nothing of the user's own AWS settings reaches the server or the functions that it runs. */
const serverEnvironment = (folder: string, port: number, auth: boolean): Record<string, string> => ({
  // Its Lambda functions run with the Node that runs the tests.
  PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
  HOME: folder,
  TMPDIR: folder,
  STATE_DIR: join(folder, 'state'),
  S3_DATA_DIR: join(folder, 's3'),
  BIND_HOST: '127.0.0.1',
  IOT_MTLS_ENABLED: '0',
  GATEWAY_PORT: String(port),
  MINISTACK_REGION: REGION,
  MINISTACK_ACCOUNT_ID: ACCOUNT,
  PYTHONDONTWRITEBYTECODE: '1',
  ...(auth && { AUTH: 'true', USE_SSL: '1' }),
});

const clientEnvironment = (endpoint: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  CDK_DEFAULT_ACCOUNT: ACCOUNT,
  CDK_DEFAULT_REGION: REGION,
});

/** The status of the server's answer; undefined without one. */
function asked(url: string, method: 'GET' | 'POST'): Promise<number | undefined> {
  const { request } = isSecure(url) ? https : http;
  return new Promise((resolve) => {
    request(url, { method, rejectUnauthorized: false }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode));
    })
      .once('error', () => resolve(undefined))
      .end();
  });
}

async function notReady(server: ChildProcess, endpoint: string): Promise<string | undefined> {
  const until = performance.now() + READY_MS;
  while (performance.now() < until) {
    if (server.exitCode !== null) return `it ended with ${server.exitCode}`;
    if ((await asked(`${endpoint}/_ministack/ready`, 'GET')) === 200) return undefined;
    await sleep(50);
  }
  return `it was not ready after ${READY_MS} ms`;
}

/** Its functions' processes end with their own pipes. */
async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, 'exit');
  server.stdin?.end();
  const timer = setTimeout(() => server.kill('SIGKILL'), 5_000);
  await exit;
  clearTimeout(timer);
}
