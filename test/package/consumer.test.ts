/** The package as its users meet it: installed from the tarball, compiled strictly, bundled, run, imported and required. */

import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.js';
import { ended, output, tool } from './support/commands.js';
import { type ConsumerProject, consumerProject } from './support/consumer-project.js';
import { facesOf, type PackedPackage, packedPackage } from './support/packed-package.js';
import { PLAIN_WORKER, REQUIRING_APP, REQUIRING_WORKER, TYPED, WORKER } from './support/worker-sources.js';

// The compiler and the CDK take seconds on an idle machine, and a minute beside other tests.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const KIB = 1024;
/** What a worker may add to its function's cold start, without the SDK, which Lambda has: docs/decisions/0018. */
const WORKER_BYTES_MAX = 60 * KIB;
/** One helper and the check of its argument. */
const HELPER_BYTES_MAX = 4 * KIB;

/** Lambda's Node 20 and 22 can't require ES modules: their bootstrap switches it off. */
const REQUIRING = ['--no-experimental-require-module'];

const folder = temporaryFolder();
let packed: PackedPackage;
let project: ConsumerProject;

beforeAll(async () => {
  packed = await packedPackage(folder.path);
  project = await consumerProject(packed);
});
afterAll(() => {
  folder.remove();
  project?.remove();
});

const node = (...args: string[]): Promise<string> => output(process.execPath, args, { cwd: project.folder });

/** Runs a worker with the package's own runner, then as Lambda would, without anybody who takes its reports. */
const running = (handler: string, runner: string): string => `
  ${runner}
  ${handler}
  const run = await runWorker(handler, { names: ['Ada'] }, { config: { greeting: 'Good day' } });
  const plain = await handler({ names: ['Bob', 'Cleo'] }, { functionName: 'greet', awsRequestId: '1', getRemainingTimeInMillis: () => 3000 });
  console.log(JSON.stringify([run.outcome, run.result, run.stats.greeted, plain.count]));`;
const AS_RUN = ['completed', { count: 1, lines: ['Good day, Ada!'] }, 1, 2];
const RUNNER = "import { runWorker } from 'sosw/testing';";

describe('types, with tsc --strict', () => {
  const check = async (options: Record<string, unknown>, files: Readonly<Record<string, string>>): Promise<void> => {
    const folder = `types-${options.module}-${options.moduleResolution}`;
    for (const [name, text] of Object.entries(files)) project.write(join(folder, name), text);
    const strict = { strict: true, noEmit: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
    const compilerOptions = { ...strict, target: 'ES2022', lib: ['ES2022'], types: [], ...options };
    const config = project.write(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: Object.keys(files) }),
    );
    await output(tool('tsc'), ['-p', config], { cwd: project.folder });
  };

  it("a worker's declarations hold by themselves: no types of Node, nothing skipped", async () => {
    await check(
      { module: 'NodeNext', moduleResolution: 'NodeNext', skipLibCheck: false },
      { 'worker.mts': PLAIN_WORKER, 'worker.cts': PLAIN_WORKER },
    );
  });

  it('every face is typed for NodeNext, in ES modules and in CommonJS', async () => {
    await check(
      { module: 'Node20', moduleResolution: 'Node16', skipLibCheck: true },
      { 'typed.mts': TYPED, 'typed.cts': TYPED },
    );
  });

  it('every face is typed for bundlers', async () => {
    await check({ module: 'ESNext', moduleResolution: 'Bundler', skipLibCheck: true }, { 'typed.ts': TYPED });
  });
});

describe('in ES modules', () => {
  it('a worker runs bundled', async () => {
    const { file } = await bundled('bundled.mjs', WORKER, 'esm');
    const script = project.write('run-bundled.mjs', running(`import { handler } from '${file}';`, RUNNER));
    expect(JSON.parse(await node(script))).toEqual(AS_RUN);
  });

  it('every face but the construct is imported where nothing else is installed', async () => {
    const faces = [...facesOf(packed.manifest).keys()].filter((face) => face !== 'sosw/cdk');
    const script = project.write('import-all.mjs', faces.map((face) => `import '${face}';`).join('\n'));
    expect(await node(script)).toBe('');
  });
});

describe('in CommonJS, on a Node that cannot require ES modules', () => {
  it('every face but the construct is required where nothing else is installed', async () => {
    const faces = [...facesOf(packed.manifest).keys()].filter((face) => face !== 'sosw/cdk');
    const script = `console.log(${faces.map((face) => `Object.keys(require('${face}')).length > 0`).join(' && ')})`;
    expect(await node(...REQUIRING, '-e', script)).toBe('true\n');
  });

  it('has every name that the ES modules have', async () => {
    const faces = [...facesOf(packed.manifest).keys()].filter((face) => face !== 'sosw/cdk');
    const script = project.write(
      'names.mjs',
      `import { createRequire } from 'node:module';
       const require = createRequire(import.meta.url);
       const names = (face) => Object.keys(face).filter((name) => !['default', '__esModule', 'module.exports'].includes(name)).sort();
       for (const face of ${JSON.stringify(faces)}) console.log(JSON.stringify([names(await import(face)), names(require(face))]));`,
    );
    const pairs: [string[], string[]][] = (await node(script))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(pairs).toHaveLength(faces.length);
    for (const [imported, required] of pairs) expect(required).toEqual(imported);
  });

  it('a worker runs as it stands, and bundled', async () => {
    project.write('worker.cjs', REQUIRING_WORKER);
    const { file } = await bundled('bundled.cjs', WORKER, 'cjs');
    for (const module of ['./worker.cjs', file]) {
      const body = running(
        `const { handler } = require('${module}');`,
        "const { runWorker } = require('sosw/testing');",
      );
      const script = project.write('run.cjs', `(async () => {${body}})();`);
      expect(JSON.parse(await node(...REQUIRING, script))).toEqual(AS_RUN);
    }
  });

  it('loads what it needs only sometimes when it is needed', async () => {
    const script = project.write(
      'lazy.cjs',
      `const { getLambdaHandler, Worker } = require('sosw/worker');
       process.env.AWS_LAMBDA_FUNCTION_NAME = 'lazy';
       process.env.AWS_REGION = 'eu-west-1';
       process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1';
       process.env.AWS_ACCESS_KEY_ID = process.env.AWS_SECRET_ACCESS_KEY = 'test';
       process.env.AWS_MAX_ATTEMPTS = '1';
       process.env.SOSW_CONFIG_TABLE = 'config';
       const handler = getLambdaHandler(class Lazy extends Worker {});
       handler({}, { functionName: 'lazy' }).catch(({ name, message, code }) => console.log(JSON.stringify({ name, message, code })));`,
    );
    const { code } = JSON.parse(await node(...REQUIRING, script));
    expect(code).toBe('config.unavailable');
  });

  it('an app of the CDK makes the deployment, with the bundles of the package', async () => {
    const app = await consumerProject(packed, ['aws-cdk-lib', 'constructs']);
    try {
      const script = app.write('app.cjs', REQUIRING_APP);
      const names = JSON.parse(await output(process.execPath, [...REQUIRING, script], { cwd: app.folder }));
      expect(names).toEqual(['sosw_orchestrator', 'sosw_scavenger', 'sosw_scheduler', 'sosw_worker_assistant']);
    } finally {
      app.remove();
    }
  });
});

describe('the bundle of a worker', () => {
  it.each(['sosw/worker', 'sosw'])(
    'that uses worker() of %s and a schema of zod/mini is small, and has nothing else of the product',
    async (face) => {
      const source = WORKER.replace('sosw/worker', face);
      const { bytes, inputs } = await bundled('size.mjs', source, 'esm', { minify: true });
      expect(bytes).toBeLessThanOrEqual(WORKER_BYTES_MAX);
      const foreign =
        /aws-cdk|constructs|sqlite|commander|inversify|croner|yaml|powertools|\/(cli|composition|application|cdk)\//;
      expect(inputs.filter((input) => foreign.test(input))).toEqual([]);
      expect(packagesOf(inputs)).toEqual(['sosw', 'zod']);
    },
  );

  it('that uses one helper has that helper and no other', async () => {
    const source = `import { trimArnToName } from 'sosw/helpers'; console.log(trimArnToName('arn:aws:lambda:eu-west-1:1:function:f'));`;
    const { bytes, inputs } = await bundled('helper.mjs', source, 'esm', { minify: true });
    expect(bytes).toBeLessThanOrEqual(HELPER_BYTES_MAX);
    expect(packagesOf(inputs)).toEqual(['sosw']);
  });
});

interface Bundled {
  readonly file: string;
  readonly bytes: number;
  /** Files of which something is in the bundle. */
  readonly inputs: readonly string[];
}

async function bundled(name: string, source: string, format: 'esm' | 'cjs', { minify = false } = {}): Promise<Bundled> {
  const entry = project.write(`${name}.src.ts`, source);
  const file = join(project.folder, 'out', name);
  const { metafile } = await build({
    absWorkingDir: project.folder,
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    minify,
    platform: 'node',
    target: 'node20',
    format,
    external: ['@aws-sdk/*'],
    metafile: true,
    logLevel: 'error',
  });
  return { file, ...contents(metafile) };
}

function contents({ outputs }: Metafile): Pick<Bundled, 'bytes' | 'inputs'> {
  const [out] = Object.values(outputs);
  if (out === undefined) throw new Error('esbuild wrote nothing');
  const inputs = Object.entries(out.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return { bytes: out.bytes, inputs: inputs.map(([input]) => input) };
}

const packagesOf = (inputs: readonly string[]): string[] =>
  [
    ...new Set(
      inputs.flatMap((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(input)?.[1] ?? []),
    ),
  ].sort();

it('the command line says how to get SQLite where it is not installed, and writes nothing', async () => {
  const command = join(project.folder, 'node_modules/sosw/dist/entrypoints/cli/main.js');
  await node(command, 'init', 'demo');
  const cwd = join(project.folder, 'demo');
  const { code, stderr } = await ended(process.execPath, [command, 'run', 'job.json'], { cwd });
  expect(stderr).toContain('npm install better-sqlite3');
  expect(code).toBe(1);
});
