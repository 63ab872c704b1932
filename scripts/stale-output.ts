/**
 * Removes from `dist` what the compiler left there for a source that is gone or renamed, and maps of earlier builds: they would be published.
 * Run by `npm run build`; nothing that is still of use vanishes, so that a build may run beside a program that uses the last one.
 */

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Folders of compiled files, the most special first, with the sources that they mirror. */
const MIRRORS = [
  { output: 'dist/cjs/cdk/', source: 'deploy/' },
  { output: 'dist/cjs/', source: 'src/' },
  { output: 'dist/cdk/', source: 'deploy/' },
  { output: 'dist/lambda/', source: undefined },
  { output: 'dist/entrypoints/dashboard/page/', source: undefined },
  { output: 'dist/', source: 'src/' },
] as const;

/** Whether a file of `dist` (its path from the repository, with `/`) has a source, or is none of the compiler's. */
function isCurrent(file: string): boolean {
  const mirror = MIRRORS.find(({ output }) => file.startsWith(output));
  if (mirror?.source === undefined) return true;
  const [, module, ending] = /^(.*?)(\.d\.ts|\.js\.map|\.js)$/.exec(file.slice(mirror.output.length)) ?? [];
  if (module === undefined) return true;
  return ending !== '.js.map' && existsSync(join(ROOT, `${mirror.source}${module}.ts`));
}

for (const entry of readdirSync(join(ROOT, 'dist'), { withFileTypes: true, recursive: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  if (!isCurrent(path.slice(ROOT.length).replaceAll('\\', '/'))) rmSync(path);
}
