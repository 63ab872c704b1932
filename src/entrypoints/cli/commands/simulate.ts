/** `sosw simulate`: what days of the configured work would come to, without doing any of it. */

import { resolve } from 'node:path';
import { refuseTooLarge } from '../../../application/compile-event.js';
import { RefusedError } from '../../../domain/errors.js';
import type { JsonObject } from '../../../domain/task.js';
import { type EpochSeconds, epochSeconds } from '../../../domain/time.js';
import { condensed, SAMPLED_POINTS } from '../../simulation/report/condensed.js';
import { resultFacts } from '../../simulation/report/facts.js';
import { reportPage } from '../../simulation/report/page.js';
import { readPageAssets } from '../../simulation/report/page-assets.js';
import type { Run, Runs } from '../../simulation/report/run.js';
import type { Recorder } from '../../simulation/recorder.js';
import type { SimulationResult } from '../../simulation/result.js';
import type { Scenario } from '../../simulation/scenario.js';
import type { SimulatedConfig } from '../../simulation/simulated-config.js';
import { DEFAULT_BEGINNING, simulate } from '../../simulation/simulate.js';
import type { Call } from '../command-module.js';
import { compileEvent } from '../compile-event.js';
import { warn } from '../configured.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { interruptible } from '../interruption.js';
import { inJobFile, readJobFile } from '../job-file.js';
import { kept } from '../simulate/kept-simulation.js';
import { shellWord } from '../simulate/shell-word.js';
import { readEvents } from '../simulate/event-lines.js';
import { refuseUnlessWritable, writeWhole } from '../simulate/output-file.js';
import { labourersOf, type PlannedRuns, plannedRuns } from '../simulate/planned-runs.js';
import { recordedOf, writeHistory } from '../simulate/recording.js';
import { comparisonText, simulationText, sweepText } from '../simulate/report-text.js';
import { loadScenario, type Recorded } from '../simulate/scenario-file.js';
import type { SimulateOptions } from '../simulate/simulate-options.js';
import { simulationProgress } from '../simulate/simulation-progress.js';
import { UsageError } from '../usage-error.js';

export async function run(call: Call<SimulateOptions>): Promise<ExitCode> {
  const { args, options, terminal } = call;
  refuseContradictions(options, args);
  if (options.record !== undefined) return writeHistory(call, options.record);

  const planned = plannedRuns(options, terminal);
  const [{ config }] = planned;
  const from = options.from === undefined ? undefined : epochSeconds(options.from.getTime() / 1000);
  const jobs = args[0] === undefined ? [] : [jobOf(args[0], planned, from ?? DEFAULT_BEGINNING)];
  if (jobs.length + config.schedules.length === 0 && options.replay === undefined) refuseNothing(options);
  if (options.html !== undefined) refuseUnlessWritable('--html', options.html, inputsOf(call));
  if (options.save !== undefined) refuseUnlessWritable('--save', options.save, inputsOf(call));
  const labourers = labourersOf(planned);
  const recorded: Recorded = options.durations === undefined ? new Map() : await recordedOf(call, labourers);
  const scenario = loadScenario(options.health, recorded, labourers);

  const runs = await simulated(planned, scenario, { ...call, jobs, from });
  if (runs === undefined) return EXIT.interrupted;
  if (options.html !== undefined) writePage(options.html, runs);
  tell(runs, call);
  return EXIT.ok;
}

function refuseContradictions(
  { sweep, compare, record, replay, durations, aws, ...options }: SimulateOptions,
  args: readonly string[],
): void {
  if (sweep !== undefined && compare !== undefined) throw new UsageError('--sweep and --compare do not go together');
  if (aws === true && record === undefined && durations === undefined) {
    throw new UsageError('--aws goes together with --durations recorded, or with --record');
  }
  if (aws !== true && options.region !== undefined) throw new UsageError('--region goes together with --aws only');
  if (options.save !== undefined && (sweep ?? compare) !== undefined) {
    throw new UsageError('--save keeps one simulation; it does not go together with --sweep or --compare');
  }
  const { html, health, save } = options;
  if (html !== undefined && save !== undefined && resolve(html) === resolve(save)) {
    throw new UsageError('--html and --save write a file each; they were given the same name');
  }
  if (record === undefined) return;
  const others = { sweep, compare, replay, durations, html, health, save };
  const given = Object.entries(others).find(([, value]) => value !== undefined)?.[0];
  const other = given === undefined ? args[0] : `--${given}`;
  if (other !== undefined) throw new UsageError(`--record only writes history; it does not go together with ${other}`);
}

/** The job of a file, checked against every configuration that is to be simulated. */
function jobOf(name: string, planned: PlannedRuns, now: EpochSeconds): JsonObject {
  const file = readJobFile(name);
  for (const { config } of planned) inJobFile(file, () => jobCheck(config)(file.event, now));
  return file.event;
}

/** Refuses what the Scheduler would refuse of a recorded job. */
const jobCheck =
  (config: SimulatedConfig) =>
  (job: JsonObject, now: EpochSeconds): void =>
    refuseTooLarge(compileEvent(job, config, now).job, config.schedulerSettings);

function refuseNothing({ config }: SimulateOptions): never {
  const expected = 'something to simulate: a job, as in "sosw simulate job.json", --replay, or schedules';
  throw new RefusedError('simulate.nothing', { path: config, expected });
}

const inputsOf = ({ args, options }: Call<SimulateOptions>): (string | undefined)[] => [
  ...[args[0], options.config, options.health, options.compare, options.replay],
];

interface Simulated extends Call<SimulateOptions> {
  readonly jobs: readonly JsonObject[];
  readonly from: EpochSeconds | undefined;
}

/** All of them, one after the other; undefined when somebody did not want to wait. */
async function simulated(planned: PlannedRuns, scenario: Scenario, call: Simulated): Promise<Runs | undefined> {
  const { options, terminal, jobs, from } = call;
  const progress = simulationProgress(terminal);
  const { signal, release } = interruptible(() => {});
  const one = async (number: number): Promise<Run> => {
    const { name, config, settings } = planned[number] ?? planned[0];
    const { replay, save } = options;
    // What the schedules made is among the tasks that are replayed.
    const simulatedConfig = replay === undefined ? config : { ...config, schedules: [] };
    const run = (recorder?: Recorder): Promise<SimulationResult> =>
      simulate(simulatedConfig, scenario, {
        days: options.days,
        seed: options.seed,
        jobs,
        signal,
        points: SAMPLED_POINTS,
        onProgress: (share) => progress.show((number + share) / planned.length),
        ...(from === undefined ? {} : { from }),
        ...(replay === undefined ? {} : { replay: readEvents(replay, config.labourers, jobCheck(config)) }),
        ...(recorder === undefined ? {} : { recorder }),
      });
    const result = save === undefined ? await run() : await kept(save, settings, run);
    return { name, result: condensed(result) };
  };
  try {
    const runs: [Run, ...Run[]] = [await one(0)];
    for (let number = 1; number < planned.length; number++) runs.push(await one(number));
    return runs;
  } catch (error) {
    if (!signal.aborted) throw error;
    progress.end();
    terminal.note('Stopped; a simulation leaves nothing behind.');
    return undefined;
  } finally {
    progress.end();
    release();
  }
}

function writePage(file: string, runs: Runs): void {
  const title = `Simulation of ${runs.map(({ name }) => name).join(' and ')}`;
  const command = `sosw ${process.argv.slice(2).map(shellWord).join(' ')}`;
  writeWhole(file, reportPage({ title, command }, runs, readPageAssets()));
}

function tell(runs: Runs, { options, terminal }: Call<SimulateOptions>): void {
  const [first, second] = runs;
  const { sweep, html, save } = options;
  if (options.json) {
    const facts = runs.map(({ name, result }) => ({
      name,
      ...resultFacts(result, { timelines: sweep === undefined }),
    }));
    terminal.printJson({ ...(sweep === undefined ? {} : { sweep: sweep.target }), simulations: facts });
  } else if (sweep !== undefined) {
    terminal.print(sweepText(runs, sweep.target, terminal));
  } else {
    terminal.print(second === undefined ? simulationText(first, terminal) : comparisonText([first, second], terminal));
  }
  for (const warning of new Set(runs.flatMap(({ result }) => result.warnings))) warn(terminal, warning);
  if (html !== undefined) terminal.note(`Wrote ${html}`);
  if (save !== undefined) terminal.note(`Kept in ${save}: sosw dashboard --simulation ${save}`);
}
