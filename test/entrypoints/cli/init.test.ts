import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../config/config-files.js';
import { sosw } from './run-sosw.js';

describe('sosw init', () => {
  it('writes an example that runs', async () => {
    const folder = folderWith({});
    const written = await sosw(['init', 'mine'], { cwd: folder });
    expect(written.code).toBe(0);
    expect(written.stdout).toContain('cd mine && sosw run job.json');
    const mine = join(folder, 'mine');
    expect(readdirSync(mine).sort()).toEqual(['job.json', 'sosw.yaml', 'worker.mjs']);

    const { code, stdout } = await sosw(['run', 'job.json', '--json'], { cwd: mine });
    expect(code).toBe(0);
    const summary = JSON.parse(stdout);
    expect(summary).toMatchObject({ state: 'done', done: 5 });
    const results = readFileSync(summary.results_file, 'utf8').trimEnd().split('\n');
    // There are 78,498 primes below a million.
    expect(results.reduce((sum, line) => sum + JSON.parse(line).result.primes, 0)).toBe(78_498);
  });

  it('overwrites nothing', async () => {
    const folder = folderWith({ 'job.json': 'mine' });
    const { code, stdout } = await sosw(['init', '--json'], { cwd: folder });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'init.exists' } });
    expect(readdirSync(folder)).toEqual(['job.json']);
    expect(readFileSync(join(folder, 'job.json'), 'utf8')).toBe('mine');
  });
});
