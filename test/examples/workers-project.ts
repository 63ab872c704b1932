/** A project of somebody's own that has begun from `examples/workers`: a copy, with the packages that its page says to install. */

import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../support/temporary-folder.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGES = ['zod', 'esbuild', 'tsx', '@aws-sdk'];

export interface Project {
  readonly path: string;
  /** Runs a line of shell there; its output, both streams. Rejects when it fails. */
  run(command: string, env?: Readonly<Record<string, string>>): Promise<string>;
  remove(): void;
}

export function workersProject(): Project {
  const { path, remove } = temporaryFolder();
  const isWritten = (source: string) => /[/\\](dist|\.sosw|cdk\.out)$/.test(source);
  cpSync(join(ROOT, 'examples/workers'), path, { recursive: true, filter: (source) => !isWritten(source) });
  const modules = join(path, 'node_modules');
  const commands = join(modules, '.bin');
  mkdirSync(commands, { recursive: true });
  symlinkSync(ROOT, join(modules, 'sosw'));
  for (const name of PACKAGES) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  symlinkSync(join(ROOT, 'dist/entrypoints/cli/main.js'), join(commands, 'sosw'));
  for (const name of ['esbuild', 'tsx']) symlinkSync(join(ROOT, 'node_modules/.bin', name), join(commands, name));
  return { path, remove, run: (command, env) => ran(command, path, env) };
}

function ran(command: string, cwd: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const shell = spawn('bash', ['-c', command], {
      cwd,
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    shell.stdout.on('data', keep);
    shell.stderr.on('data', keep);
    shell.once('error', reject);
    shell.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command}\nended with ${code}:\n${output.slice(-4000)}`));
    });
  });
}
