/**
 * `npm run bench:aws`: measures what the product promises on AWS, on DynamoDB Local and the tests' emulator, beside the Python system
 * where `SOSW_REFERENCE` names its harness; exits 1 when a figure is not reached.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startDynamoDbLocal } from '../../test/support/aws/dynamodb-local.js';
import { isReached } from '../support/figure.js';
import { describe, machine } from '../support/machine.js';
import { jsonLine, type Measured, table } from '../support/report.js';
import { AWS_SCENARIOS } from './scenarios/all.js';
import type { AwsScenario } from './support/aws-scenario.js';
import { openReference, type Reference } from './support/reference.js';

const HELP = `npm run bench:aws -- [options]

  --only a,b    only these: ${Object.keys(AWS_SCENARIOS).join(', ')}
  --rounds n    rounds of those scenarios that have some (1)
  --quick       small sizes, to see that everything runs; nothing is judged
  --json        an object a line instead of the table

SOSW_REFERENCE  folder of the Python system's harness: it then runs beside ours, else what it once did is printed

Needs Java and Python, as the tests do. Exit code 1: a figure was not reached, or a scenario failed; 2: wrong usage.
`;

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const here = machine();
  process.stderr.write(`${describe(here)}\n`);
  const directory = mkdtempSync(join(tmpdir(), 'sosw-bench-'));
  const server = await startDynamoDbLocal({ forLong: true });
  let reference: Reference | undefined;
  const cleanUp = async () => {
    reference?.close();
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  const interrupted = () => void cleanUp().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const measured: Measured[] = [];
  let failed = false;
  try {
    // Its scripts have sizes of their own, so a quick run does without it.
    if (!options.quick) reference = await openReference(server.endpoint);
    for (const [name, scenario] of options.scenarios) {
      process.stderr.write(`${name} …\n`);
      try {
        const size = (full: number, quick: number) => (options.quick ? quick : full);
        const figures = await scenario({ directory, rounds: options.rounds, size, dynamo: server.endpoint, reference });
        const mine = figures.map((figure) => ({ scenario: name, figure, isJudged: !options.quick }));
        measured.push(...mine);
        if (options.json) process.stdout.write(mine.map((each) => `${jsonLine(each, here)}\n`).join(''));
      } catch (error) {
        failed = true;
        process.stderr.write(`${name} failed: ${error instanceof Error ? error.stack : error}\n`);
      }
    }
  } finally {
    await cleanUp();
  }
  if (!options.json) process.stdout.write(`${table(measured)}\n`);
  return failed || measured.some(({ figure, isJudged }) => isJudged && !isReached(figure)) ? 1 : 0;
}

/** Undefined, and told, for a wrong usage. */
function readOptions() {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ options: { help: flag, json: flag, quick: flag, only: text, rounds: text } });
    const names = values.only?.split(',') ?? Object.keys(AWS_SCENARIOS);
    const rounds = Number(values.rounds ?? 1);
    if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1');
    const scenarios = names.map((name): [string, AwsScenario] => [name, known(name)]);
    return { help: values.help, json: values.json, quick: values.quick, rounds, scenarios };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return undefined;
  }
}

function known(name: string): AwsScenario {
  const scenario = AWS_SCENARIOS[name];
  if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
  return scenario;
}
