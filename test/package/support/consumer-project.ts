/** A project of somebody who has installed the package. */

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { ROOT } from './commands.js';
import type { PackedPackage } from './packed-package.js';

export interface ConsumerProject {
  readonly folder: string;
  /** Writes a file of the project and gives its path. */
  write(name: string, text: string): string;
  remove(): void;
}

/**
 * The unpacked tarball, beside links to what it declares as its dependencies and to the packages in `also`, all from this repository's
 * own installation: `npm install` would need a registry or a filled cache. As in an installation, what the package imports without
 * declaring it is not found.
 */
export async function consumerProject(packed: PackedPackage, also: readonly string[] = []): Promise<ConsumerProject> {
  const { path: folder, remove } = temporaryFolder();
  const modules = join(folder, 'node_modules');
  await cp(packed.folder, join(modules, 'sosw'), { recursive: true });
  for (const name of [...Object.keys(packed.manifest.dependencies), ...also]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name), 'dir');
  }
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  write('package.json', JSON.stringify({ name: 'consumer', private: true }));
  return { folder, write, remove };
}
