/** An emulated account with a command line in it: what a person at a terminal would type, run against the emulator and nothing else. */

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { assertLoopback, type Ministack, startMinistack } from '../support/aws/ministack.js';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

export interface Cloud {
  readonly aws: Ministack;
  /** Runs a line of shell in the project's folder; its output, both streams. */
  run(command: string): Promise<Ran>;
  /** The same for a command that must succeed. */
  must(command: string): Promise<string>;
  stop(): Promise<void>;
}

export async function openCloud(options: { auth?: boolean } = {}): Promise<Cloud> {
  const aws = await startMinistack(options);
  assertLoopback(aws.endpoint);
  const home = await mkdtemp(join(tmpdir(), 'sosw-e2e-'));
  // What the emulator's CloudFormation can't make is left out by the app's own context.
  // Each account synthesises into a folder of its own, as the CDK lets only one command at a time into one.
  const settings = { context: { queryAlarms: 'false' }, output: join(home, 'cdk.out') };
  await writeFile(join(home, '.cdk.json'), JSON.stringify(settings));
  const env = { ...environment(home), ...aws.env };
  const run = (command: string) => ran(command, env);
  return {
    aws,
    run,
    must: async (command) => {
      const { code, output } = await run(command);
      if (code !== 0) throw new Error(`${command}\nended with ${code}:\n${output.slice(-4000)}`);
      return output;
    },
    stop: async () => {
      await aws.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Nothing of the user's AWS settings gets in. */
const environment = (home: string): Record<string, string | undefined> => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS_|CDK_|VITEST|NODE_ENV$|NODE_EXTRA_CA_CERTS$)/.test(name)),
  ),
  HOME: home,
  // The CDK's own notices and versions are looked up on the internet.
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  CI: 'true',
  NO_COLOR: '1',
});

function ran(command: string, env: Record<string, string | undefined>): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const shell = spawn('bash', ['-c', command], { cwd: PROJECT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    shell.stdout.on('data', keep);
    shell.stderr.on('data', keep);
    shell.once('error', reject);
    shell.once('close', (code) => resolve({ code, output }));
  });
}

/** Asks until the answer is there. Throws, saying what for, after so many seconds. */
export async function eventually<Answer>(
  what: string,
  withinSeconds: number,
  ask: () => Promise<Answer | undefined>,
): Promise<Answer> {
  const until = performance.now() + withinSeconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > until) throw new Error(`not within ${withinSeconds} seconds: ${what}`);
    await sleep(1000);
  }
}
