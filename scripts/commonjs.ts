/**
 * Completes `dist/cjs`, the library for programs that `require` it: says that its files are CommonJS, and adds `sosw/cdk`. Run by
 * `npm run build`, after the compiler.
 */

import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = join(ROOT, 'dist', 'cjs');

/** The package itself is `"type": "module"`; the nearest package.json decides, for bundlers on side effects as well. */
const MARKER = { type: 'commonjs', sideEffects: false };

/**
 * The compiler refuses `import.meta`, by which the construct finds the functions' bundles; esbuild puts the file's own address in its
 * place. The declarations are those of the ES modules: read here, they mean CommonJS.
 */
async function addConstruct(): Promise<void> {
  await rm(join(OUT, 'cdk'), { recursive: true, force: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['deploy/sosw.ts'],
    outfile: join(OUT, 'cdk', 'sosw.js'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
  });
  await cp(join(ROOT, 'dist', 'cdk'), join(OUT, 'cdk'), {
    recursive: true,
    filter: (source) => !/\.(js|map)$/.test(source),
  });
}

await mkdir(OUT, { recursive: true });
await writeFile(join(OUT, 'package.json'), `${JSON.stringify(MARKER, undefined, 2)}\n`);
await addConstruct();
