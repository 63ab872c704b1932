import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BYTES_MAX, type Bundle, bundle, FUNCTIONS, type FunctionBundle } from '../../../scripts/bundle.js';

/** The client packages of the SDK that each function speaks through; the rest of AWS is none of its business. */
const CLIENTS: Readonly<Record<FunctionBundle, readonly string[]>> = {
  scheduler: ['dynamodb', 'lambda', 's3'],
  orchestrator: ['cloudwatch', 'dynamodb', 'lambda', 'sns'],
  scavenger: ['dynamodb', 'lambda', 'sns'],
  'worker-assistant': ['dynamodb', 'lambda', 'sns'],
};

describe('the bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sosw-bundles-'));
  const bundles = new Map<FunctionBundle, Bundle>();

  beforeAll(async () => {
    for (const name of FUNCTIONS) bundles.set(name, await bundle(name, folder));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const made = (name: FunctionBundle): Bundle => {
    const found = bundles.get(name);
    if (found === undefined) throw new Error(`${name} was not bundled`);
    return found;
  };

  it.each(FUNCTIONS)('of %s is small enough to start quickly, and has its source map beside it', (name) => {
    const { file, bytes } = made(name);
    expect(bytes).toBe(statSync(file).size);
    expect(bytes).toBeLessThanOrEqual(BYTES_MAX);
    expect(statSync(`${file}.map`).size).toBeGreaterThan(bytes / 10);
  });

  it.each(FUNCTIONS)('of %s holds the clients that it needs, and no others', (name) => {
    const clients = Object.keys(made(name).inputs).flatMap(
      (input) => /@aws-sdk\/client-([a-z0-9-]+)\//.exec(input)?.[1] ?? [],
    );
    expect([...new Set(clients)].sort()).toEqual(CLIENTS[name]);
  });

  it.each(FUNCTIONS)("of %s holds nothing of a laptop's: no SQLite, YAML, command line or file system", (name) => {
    const inputs = Object.keys(made(name).inputs);
    const foreign =
      /node_modules\/(better-sqlite3|yaml|commander|croner|cli-[a-z]+|picocolors)\/|adapters\/(sqlite|filesystem|local|memory)\//;
    expect(inputs.filter((input) => foreign.test(input))).toEqual([]);
    expect(inputs.filter((input) => /node_modules\/zod\/v4\/classic\//.test(input))).toEqual([]);
  });

  it('of one essential lacks the use cases of the others', () => {
    const useCases = (name: FunctionBundle) =>
      Object.keys(made(name).inputs).filter((input) => /src\/application\//.test(input));
    expect(useCases('worker-assistant')).not.toContain('src/application/scheduler.ts');
    expect(useCases('scheduler')).not.toContain('src/application/dispatcher.ts');
    expect(useCases('scavenger')).not.toContain('src/application/orchestrator.ts');
  });

  it.each(FUNCTIONS)('of %s loads, and gives Lambda its handler', (name) => {
    const script = `const start = performance.now();
      const { handler } = await import(${JSON.stringify(pathToFileURL(made(name).file).href)});
      console.log(typeof handler, Math.round(performance.now() - start));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, AWS_REGION: 'us-west-2', AWS_LAMBDA_FUNCTION_NAME: `sosw_${name}` },
      timeout: 30_000,
    });
    expect(stdout, stderr).toMatch(/^function \d+\n$/);
    console.log(`${name}: ${Math.round(made(name).bytes / 1024)} KiB, imported in ${stdout.split(' ')[1]?.trim()} ms`);
  });
});
