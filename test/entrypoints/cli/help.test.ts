import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sosw } from './run-sosw.js';

const COMMANDS = [
  'run',
  'plan',
  'schedule',
  'dev',
  'status',
  'init',
  'simulate',
  'tasks list',
  'tasks show',
  'tasks retry',
  'tasks cancel',
  'labourers list',
  'labourers show',
  'labourers pause',
  'labourers resume',
  'labourers cap',
  'jobs list',
  'jobs show',
  'jobs grid',
  'jobs cancel',
  'dead list',
  'dead redrive',
  'explain',
  'operations list',
  'operations show',
  'completion',
];

describe('sosw', () => {
  it.each(COMMANDS)('%s --help explains itself with examples', async (command) => {
    const { code, stdout, stderr } = await sosw([...command.split(' '), '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Usage: sosw ${command}`);
    expect(stdout).toContain(`Examples:\n  $ sosw ${command}`);
  });

  it('--help ends quietly when its reader is gone', () => {
    const main = fileURLToPath(new URL('../../../dist/entrypoints/cli/main.js', import.meta.url));
    const { status, stderr } = spawnSync('bash', [
      '-c',
      `set -o pipefail; "${process.execPath}" "${main}" --help | true`,
    ]);
    expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' });
  });

  it('--help lists the commands', async () => {
    const { code, stdout } = await sosw(['--help']);
    expect(code).toBe(0);
    for (const command of ['run', 'plan', 'schedule', 'dev', 'status', 'tasks', 'init', 'simulate'])
      expect(stdout).toContain(command);
  });

  it.each(['--version', '-V'])('%s prints the version of the package', async (option) => {
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    expect(await sosw([option])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    [['plann'], '(Did you mean plan?)'],
    [['plan', 'x.json', '--ndjsn'], '(Did you mean --ndjson?)'],
    [['plan'], "missing required argument 'job'"],
    [['plan', 'x.json', '--now', 'soon'], 'Expected an instant as 2026-01-31'],
    [['tasks', 'list', '--state', 'gone'], 'Expected queued, running'],
    [['labourer', 'list'], '(Did you mean labourers?)'],
    [['labourers', 'puase', 'x'], '(Did you mean pause?)'],
    [['dead', 'redrive', '--labourr', 'x'], '(Did you mean --labourer?)'],
    [['tasks', 'list', '--limit', '0'], 'Expected a whole number from 1'],
    [[], 'Usage: sosw'],
  ])('%j is a usage error, with help', async (args, help) => {
    const { code, stdout, stderr } = await sosw(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(help);
  });

  it('tells a usage error to machines too', async () => {
    const { code, stdout } = await sosw(['plan', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage' } });
  });
});
