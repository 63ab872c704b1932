/** `npm run campaign`: plays seeds with every fault, or one seed with its trace. Ends with `N passed, N failed`. */

import { Command, InvalidArgumentError, Option } from 'commander';
import { MUTANTS, mutationOf } from '../mutants.js';
import { FAULT_NAMES, type FaultName } from '../world/faults.js';
import { runWorld } from '../world/run-world.js';
import { campaign } from './campaign.js';
import { failureText, shrunkText, tallyText } from './report.js';
import { runSeed } from './run-seed.js';
import type { PlannedWorld } from './seeds-process.js';
import { shrunk } from './shrink.js';

interface Options {
  readonly seeds: number;
  readonly from: number;
  readonly seed?: number;
  readonly trace?: true;
  readonly faults?: readonly FaultName[];
  readonly without?: readonly string[];
  readonly dieAt?: string;
  readonly mutant?: number;
  readonly mutants?: true;
}

/** Seeds within which the campaign has to find each mutant. */
const SEEDS_OF_MUTANT = 1000;

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number');
  return value;
};
const names = (text: string): readonly FaultName[] => {
  const given = text.split(',');
  const unknown = given.find((name) => !FAULT_NAMES.includes(name as FaultName));
  if (unknown !== undefined) throw new InvalidArgumentError(`${unknown} is none of F1 to F20`);
  return given as FaultName[];
};

const command = new Command('campaign')
  .description('Plays worlds in which everything goes wrong that can, and checks the promise after every event.')
  .option('--seeds <count>', 'how many seeds', whole, 200)
  .option('--from <seed>', 'the first seed', whole, 1)
  .option('--seed <seed>', 'one seed only', whole)
  .option('--trace', 'print every event of the one seed')
  .option('--faults <names>', 'only these faults, as F1,F5', names)
  .option('--without <hits>', 'leave these hits out, as F5#3,F1#2', (text) => text.split(','))
  .option('--die-at <point>', "have a process die where one first comes to it, as 'scavenger store.apply after'")
  .addOption(new Option('--mutant <number>', 'lay one of the old defects over the product').argParser(whole))
  .option('--mutants', `find each of the old defects, within ${SEEDS_OF_MUTANT} seeds`);

const options = command.parse().opts<Options>();
process.exitCode = await (options.mutants ? findMutants() : options.seed === undefined ? many() : one(options.seed));

async function many(): Promise<number> {
  const began = performance.now();
  const tally = await campaign({
    from: options.from,
    seeds: options.seeds,
    only: options.faults,
    mutant: options.mutant,
    onProgress: ({ seeds, failures }) => {
      if (process.stderr.isTTY)
        process.stderr.write(`\r${seeds} of ${options.seeds} seeds, ${failures.length} failed `);
    },
  });
  console.log(tallyText(tally, (performance.now() - began) / 1000));
  const [first] = tally.failures;
  for (const failure of tally.failures.slice(0, 5)) console.log(failureText(failure));
  if (first !== undefined) await shrinkAndPrint(first);
  console.log(`${tally.seeds - tally.failures.length} passed, ${tally.failures.length} failed`);
  return tally.failures.length === 0 ? 0 : 1;
}

async function one(seed: number): Promise<number> {
  const report = await runSeed({ seed, keepTrace: options.trace ?? false, ...switches() });
  for (const line of report.trace) console.log(line);
  console.log(`seed ${seed}: ${report.events} events, trace ${report.hash}`);
  const [violation] = report.violations;
  if (violation !== undefined) {
    console.log(failureText({ seed, violation }));
    if (options.trace === undefined) await shrinkAndPrint({ seed });
  }
  console.log(violation === undefined ? '1 passed, 0 failed' : '0 passed, 1 failed');
  return violation === undefined ? 0 : 1;
}

async function shrinkAndPrint({ seed, dieAt }: PlannedWorld): Promise<void> {
  const world = { seed, ...switches(), ...(dieAt === undefined ? {} : { dieAt }) };
  const failed = await runWorld(world);
  if (failed.violations.length === 0) return;
  const small = await shrunk(world, failed);
  const traced = await runWorld({ ...world, only: small.only, without: small.without, keepTrace: true });
  console.log(shrunkText(world, { ...small, report: traced }, options.mutant));
}

/** A line a defect: found with which seed, by which invariant. */
async function findMutants(): Promise<number> {
  let found = 0;
  for (const { defect, number } of MUTANTS) {
    const tally = await campaign({ from: options.from, seeds: SEEDS_OF_MUTANT, mutant: number, untilFailure: true });
    const [first] = tally.failures;
    if (first !== undefined) found += 1;
    const how =
      first === undefined ? 'NOT FOUND' : `seed ${first.seed}: ${first.violation.invariant} ${first.violation.rule}`;
    console.log(`${String(number).padStart(2)}  ${defect}\n    ${how}`);
  }
  console.log(`${found} passed, ${MUTANTS.length - found} failed`);
  return found === MUTANTS.length ? 0 : 1;
}

function switches() {
  return {
    ...(options.faults === undefined ? {} : { only: new Set(options.faults) }),
    ...(options.dieAt === undefined ? {} : { dieAt: options.dieAt }),
    ...(options.without === undefined ? {} : { without: new Set(options.without) }),
    ...(options.mutant === undefined ? {} : { mutation: mutationOf(options.mutant) }),
  };
}
