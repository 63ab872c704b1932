import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: { readonly violations: readonly { rule: { name: string }; from: string; to: string }[] };
}

const CRUISER = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** What the layer rules say of the folder `src` under `root`; the tool exits with the number of violations. */
function cruise(root: string): Cruise {
  const args = [CRUISER, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 }));
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
const own = cruise('.');

it('sees every module of src, so that a cruise of nothing is no pass', () => {
  const cruised = own.modules.map(({ source }) => source).filter((source) => /^src\/.*\.tsx?$/.test(source));
  expect(cruised.map((source) => source.slice('src/'.length)).sort()).toEqual(files.sort());
});

it('lets imports point down only: entrypoints, adapters, application, domain', () => {
  expect(own.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
});

it('reports a domain that imports an adapter, if only its types', () => {
  const root = mkdtempSync(join(tmpdir(), 'sosw-layers-'));
  try {
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json']) cpSync(file, join(root, file));
    for (const folder of ['domain', 'adapters']) mkdirSync(join(root, 'src', folder), { recursive: true });
    writeFileSync(join(root, 'src/adapters/store.ts'), 'export interface Row { readonly id: string }\n');
    writeFileSync(
      join(root, 'src/domain/task.ts'),
      "import type { Row } from '../adapters/store.js';\nexport type Id = Row['id'];\n",
    );
    expect(cruise(root).summary.violations.map(({ rule }) => rule.name)).toEqual(['domain-imports-domain-only']);
  } finally {
    rmSync(root, { recursive: true });
  }
});
