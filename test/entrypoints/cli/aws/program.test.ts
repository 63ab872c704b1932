import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sosw } from './run-in-process.js';

const COMMANDS = [
  'config upload',
  'config diff',
  'config show',
  'config validate',
  'config add-labourer',
  'ticks on',
  'ticks off',
];

const CLI = new URL('../../../../src/entrypoints/cli/', import.meta.url);
const STATIC_IMPORT = /^(?:import|export) (?!type )[^;]*?from '([^']+)'/gm;

/** Packages that are loaded with a module, before anything of it runs. */
function packagesOf(file: URL, seen = new Set<string>()): ReadonlySet<string> {
  const packages = new Set<string>();
  if (seen.has(file.href)) return packages;
  seen.add(file.href);
  for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT)) {
    if (!from.startsWith('.')) packages.add(from);
    else for (const inner of packagesOf(new URL(from.replace(/\.js$/, '.ts'), file), seen)) packages.add(inner);
  }
  return packages;
}

describe('the commands of a deployment', () => {
  it.each(COMMANDS)('%s --help explains itself with examples', async (command) => {
    const { code, stdout } = await sosw(...command.split(' '), '--help');
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: sosw ${command}`);
    expect(stdout).toContain(`Examples:\n  $ sosw ${command}`);
  });

  it.each(['program.ts', 'commands/status.ts', 'commands/schedule.ts', 'commands/tasks-list.ts'])(
    '%s is loaded without anything of AWS: who works on this machine does not wait for it',
    (file) => {
      const packages = [...packagesOf(new URL(file, CLI))];
      expect(packages.length).toBeGreaterThan(0);
      expect(packages.filter((name) => name.startsWith('@aws'))).toEqual([]);
    },
  );

  it('asks AWS through what the walk above would have found', () => {
    expect([...packagesOf(new URL('commands/config-show.ts', CLI))]).toContain('@aws-sdk/client-dynamodb');
  });
});
