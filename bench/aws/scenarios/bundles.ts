/** The functions' bundles: how large they are, and how long a fresh process takes to import one. */

import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Figure } from '../../support/figure.js';
import type { AwsScenario } from '../support/aws-scenario.js';

const run = promisify(execFile);

const FUNCTIONS = ['scheduler', 'orchestrator', 'scavenger', 'worker-assistant'];
const PROCESSES = 7;

/** Prints the milliseconds of the import alone; the process itself takes Node's own start on top. */
const IMPORT = `
const startMs = performance.now();
await import(process.argv[1]);
process.stdout.write(String(performance.now() - startMs));
process.exit(0);
`;

export const bundles: AwsScenario = async ({ size }) => {
  const processes = size(PROCESSES, 1);
  const figures: Figure[] = [];
  for (const name of FUNCTIONS) {
    const file = fileURLToPath(new URL(`../../../dist/lambda/${name}/index.mjs`, import.meta.url));
    const samples: number[] = [];
    for (let count = 0; count < processes; count++) samples.push(await importMs(name, file));
    figures.push(
      { what: `bundle ${name}`, unit: 'MiB', samples: [statSync(file).size / 2 ** 20], reach: { atMost: 1.4 } },
      { what: `bundle ${name}: import in a fresh process`, unit: 'ms', samples, reach: { atMost: 200 } },
    );
  }
  return figures;
};

async function importMs(name: string, file: string): Promise<number> {
  const env = { PATH: process.env.PATH, AWS_REGION: 'us-west-2', AWS_LAMBDA_FUNCTION_NAME: `sosw_${name}` };
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', IMPORT, file], { env });
  return Number(stdout);
}
