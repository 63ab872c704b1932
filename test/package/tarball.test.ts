/** What is published: nothing that its users don't need, and nothing missing that they do. */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.js';
import { ended, tool } from './support/commands.js';
import { facesOf, type PackedPackage, packedPackage } from './support/packed-package.js';

// Packing and the two inspections take seconds on an idle machine, and a minute beside other tests.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

/** Nothing else is published. */
const ALLOWED = [
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^dist\/(adapters|application|domain|entrypoints)\/[\w./-]+\.(js|d\.ts)$/,
  /^dist\/entrypoints\/dashboard\/page\/(index\.html|app\.css)$/,
  /^dist\/adapters\/sqlite\/[\w-]+\.sql$/,
  /^dist\/cdk\/[\w-]+\.(js|d\.ts)$/,
  /^dist\/cjs\/(package\.json|[\w./-]+\.(js|d\.ts))$/,
  /^dist\/lambda\/(scheduler|orchestrator|scavenger|worker-assistant)\/index\.mjs(\.map)?$/,
  /^deploy\/cloudformation\/[\w.-]+\.json$/,
  /^docs\/[\w-]+\.md$/,
  /^docs\/images\/[\w-]+\.svg$/,
  /^examples\/([\w-]+\/)+[\w.-]+\.(ts|mjs|cjs|json|yaml|md)$/,
];

const MIB = 1024 * 1024;
/** 2.6 MiB when this was written, most of it the four functions' bundles and their maps; the rest is room to grow. */
const TARBALL_BYTES_MAX = 3 * MIB;
/** 10.5 MiB when this was written. */
const UNPACKED_BYTES_MAX = 12 * MIB;

const folder = temporaryFolder();
let packed: PackedPackage;

beforeAll(async () => {
  packed = await packedPackage(folder.path);
});
afterAll(() => folder.remove());

const text = (path: string): string => readFileSync(join(packed.folder, path), 'utf8');
const paths = (ending: RegExp): string[] => packed.files.map(({ path }) => path).filter((path) => ending.test(path));

describe('the published package', () => {
  it('has only the files that its users need', () => {
    expect(paths(/./).filter((path) => !ALLOWED.some((pattern) => pattern.test(path)))).toEqual([]);
  });

  it('is no larger than it has to be', () => {
    expect(packed.size).toBeLessThan(TARBALL_BYTES_MAX);
    expect(packed.files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(UNPACKED_BYTES_MAX);
  });

  it('refers to no source map that is not there', () => {
    const maps = paths(/\.m?js$/).flatMap((path) => {
      const [, map] = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(text(path).slice(-200)) ?? [];
      return map === undefined ? [] : [posix.join(dirname(path), map)];
    });
    expect(maps.sort()).toEqual(paths(/\.map$/).sort());
  });

  it('has every file that its own files import', () => {
    const missing = paths(/\.(js|d\.ts)$/).flatMap((path) =>
      relativeImports(text(path))
        .map((specifier) => posix.join(dirname(path), specifier))
        .filter((target) => !existsSync(join(packed.folder, inKindOf(path, target))))
        .map((target) => `${path} imports ${target}`),
    );
    expect(missing).toEqual([]);
  });

  it('has every file that the exports, the command and the documents of the command line name', () => {
    const faces = [...facesOf(packed.manifest).values()];
    const named = faces.flatMap((face) => [face.import, face.require]).flatMap((entry) => [entry.types, entry.default]);
    const asked = [...named, 'dist/entrypoints/cli/main.js', 'examples/first-worker/worker.mjs', 'docs/protocol.md'];
    expect(asked.filter((path) => !existsSync(join(packed.folder, path)))).toEqual([]);
  });

  it('offers every face of the library, to importers and to those who require', () => {
    const names = ['sosw', 'sosw/cdk', 'sosw/components', 'sosw/helpers', 'sosw/testing', 'sosw/worker'];
    expect([...facesOf(packed.manifest).keys()].sort()).toEqual(names);
  });

  it('pleases publint', async () => {
    const { code, stdout } = await ended(tool('publint'), ['--strict', packed.tarball], { cwd: folder.path });
    expect(stdout).toContain('All good!');
    expect(code, stdout).toBe(0);
  });

  it('has types that every kind of module resolution finds, node10 included', async () => {
    const { code, stdout } = await ended(tool('attw'), [packed.tarball], { cwd: folder.path });
    expect(stdout).toContain('No problems found');
    expect(code, stdout).toBe(0);
  });
});

/** Of both kinds of modules; comments may have examples, which name packages and no files. */
const relativeImports = (code: string): string[] =>
  [...code.matchAll(/(?:\bfrom |\bimport ?\(|\brequire\(|^import )['"](\.{1,2}\/[^'"]+)['"]/gm)].map(
    ([, specifier]) => specifier ?? '',
  );

/** Declarations import declarations. */
const inKindOf = (path: string, target: string): string =>
  path.endsWith('.d.ts') ? target.replace(/\.js$/, '.d.ts') : target;
