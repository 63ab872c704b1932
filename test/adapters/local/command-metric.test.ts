import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sampleCommand } from '../../../src/adapters/local/command-metric.js';
import { isRunning } from '../../support/is-running.js';

/** Seconds: a busy machine takes its time to start a program. */
const PATIENT = { timeout: 30 };

const printing = (text: string) => ({ command: [process.execPath, '-p', JSON.stringify(text)], ...PATIENT });

it('reads the number that the command prints', async () => {
  expect(await sampleCommand(printing('42.5'))).toBe(42.5);
});

it('passes arguments on as they are, without a shell', async () => {
  const command = [process.execPath, '-p', 'process.argv[1].length', '$HOME; *'];
  expect(await sampleCommand({ command, ...PATIENT })).toBe(8);
});

it('has no value where nothing is printed', async () => {
  expect(await sampleCommand(printing(''))).toBeUndefined();
});

it('fails for a text that is no number, without repeating it', async () => {
  await expect(sampleCommand(printing('token=s3cret'))).rejects.toThrow('expected one number, found 12 characters');
});

it('fails when the command fails, whatever it printed', async () => {
  const command = [process.execPath, '-e', 'console.log(7); process.exitCode = 3'];
  await expect(sampleCommand({ command, ...PATIENT })).rejects.toThrow('ended with exit code 3');
});

it('fails when there is no such program', async () => {
  await expect(sampleCommand({ command: ['no-such-program-of-sosw'] })).rejects.toThrow(
    'could not be started (ENOENT)',
  );
});

it('stops a command that prints without end', async () => {
  const command = ['sh', '-c', 'while :; do echo 1; done'];
  await expect(sampleCommand({ command, ...PATIENT })).rejects.toThrow('more than 4096');
});

it('kills a command at its time-out together with what it started', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sosw-metric-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const pidFile = join(folder, 'pid');
  const command = ['sh', '-c', 'sleep 60 & echo $! > "$0"; wait', pidFile];
  // A busy machine may not have started it before its time was up: then it gets more.
  for (const timeout of [0.5, 5, 30]) {
    await expect(sampleCommand({ command, timeout })).rejects.toThrow(`no end within ${timeout} s`);
    if (existsSync(pidFile)) break;
  }
  const sleeper = Number(await readFile(pidFile, 'utf8'));
  await expect.poll(() => isRunning(sleeper)).toBe(false);
});

it.each([
  [{}, 'details.command'],
  [{ command: 'uptime' }, 'details.command'],
  [{ command: [] }, 'details.command.0'],
  [{ command: ['sleep', 1] }, 'details.command.1'],
  [{ command: ['true'], timeout: 0 }, 'details.timeout'],
  [{ command: ['true'], timeout: 31 }, 'details.timeout'],
])('refuses the settings %j', async (fields, path) => {
  await expect(sampleCommand(fields)).rejects.toThrow(`${path}:`);
});
