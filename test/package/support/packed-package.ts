/** The package as `npm publish` would send it, made from what `npm run build` has left in `dist`. */

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { output, ROOT } from './commands.js';

export interface PackedFile {
  readonly path: string;
  readonly size: number;
}

export interface PackedPackage {
  readonly tarball: string;
  /** Bytes of the tarball. */
  readonly size: number;
  readonly files: readonly PackedFile[];
  /** The unpacked package. */
  readonly folder: string;
  readonly manifest: Manifest;
}

export interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Face>>;
}

/** One entry of the library, for both kinds of importers. */
export interface Face {
  readonly import: { readonly types: string; readonly default: string };
  readonly require: { readonly types: string; readonly default: string };
}

/** Into `folder`. `prepack` is left out: the build is `npm test`'s own first step, and other tests run from its output. */
export async function packedPackage(folder: string): Promise<PackedPackage> {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const [packed] = JSON.parse(await output('npm', args, { cwd: ROOT }));
  const tarball = join(folder, packed.filename);
  const unpacked = join(folder, 'unpacked');
  await mkdir(unpacked);
  await output('tar', ['-xzf', tarball, '-C', unpacked], { cwd: folder });
  const manifest = JSON.parse(await readFile(join(unpacked, 'package', 'package.json'), 'utf8'));
  return { tarball, size: packed.size, files: packed.files, folder: join(unpacked, 'package'), manifest };
}

/** The entries that are code, with the names by which programs import them. */
export const facesOf = ({ exports }: Manifest): ReadonlyMap<string, Face> =>
  new Map(
    Object.entries(exports).flatMap(([path, face]) =>
      typeof face === 'string' ? [] : [[`sosw${path.slice(1)}`, face] as const],
    ),
  );
