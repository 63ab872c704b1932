/**
 * Bundles the functions for Lambda: `npm run bundle` writes `dist/lambda/<function>/index.mjs` with its source map, and prints each one's
 * size. Exit code 1 where one is larger than it may be.
 */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Metafile } from 'esbuild';

/** The four functions, by the names of their files. */
export const FUNCTIONS = ['scheduler', 'orchestrator', 'scavenger', 'worker-assistant'] as const;
export type FunctionBundle = (typeof FUNCTIONS)[number];

/** A larger one starts noticeably slower. */
export const BYTES_MAX = 1.4 * 1024 * 1024;

export interface Bundle {
  readonly name: FunctionBundle;
  /** The module that Lambda loads; its handler is `index.handler`. */
  readonly file: string;
  readonly bytes: number;
  /** The files that it is made of, relative to the repository, with the bytes that each leaves in it. */
  readonly inputs: Readonly<Record<string, number>>;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What packages written for CommonJS expect to be there. */
const REQUIRE = "import{createRequire as soswRequire}from'node:module';const require=soswRequire(import.meta.url);";

/** Writes the bundle of one function into a folder of its own under `folder`, in place of what is there. */
export async function bundle(name: FunctionBundle, folder: string): Promise<Bundle> {
  const file = join(folder, name, 'index.mjs');
  await rm(join(folder, name), { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [`src/entrypoints/lambda/${name}.ts`],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    minify: true,
    // Found by the file's last line, but read only where Node runs with --enable-source-maps.
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    // The SDK's ES modules lose what is not used; its CommonJS ones, which would come first for Node, can't.
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE },
    logLevel: 'warning',
  });
  return { name, file, ...contents(metafile, file) };
}

function contents({ outputs }: Metafile, file: string): Pick<Bundle, 'bytes' | 'inputs'> {
  const output = Object.entries(outputs).find(([path]) => path.endsWith('index.mjs'))?.[1];
  if (output === undefined) throw new Error(`${file} was not written`);
  const inputs = Object.entries(output.inputs).map(([input, { bytesInOutput }]) => [input, bytesInOutput] as const);
  return { bytes: output.bytes, inputs: Object.fromEntries(inputs.filter(([, bytes]) => bytes > 0)) };
}

async function main(): Promise<void> {
  for (const name of FUNCTIONS) {
    const { file, bytes } = await bundle(name, join(ROOT, 'dist', 'lambda'));
    console.log(`${file.slice(ROOT.length)}  ${(bytes / 1024).toFixed(0)} KiB`);
    if (bytes <= BYTES_MAX) continue;
    console.error(`${name} is larger than ${BYTES_MAX / 1024} KiB`);
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
