/** `sosw dev`: stays up, schedules jobs by the clock and works every queue, until it is stopped. */

import { Cron } from 'croner';
import { refuseTooLarge } from '../../../application/compile-event.js';
import { RefusedError } from '../../../domain/errors.js';
import { jobId } from '../../../domain/ids.js';
import { epochSeconds } from '../../../domain/time.js';
import { openLocalRuntime } from '../../composition/local.js';
import type { Config, Schedule } from '../../config/config.js';
import { DocumentError, problemOf } from '../../config/document-error.js';
import type { LocalRuntime } from '../../local/local-runtime.js';
import type { Call, DataOptions } from '../command-module.js';
import { compileEvent } from '../compile-event.js';
import { configOf, warn } from '../configured.js';
import { canDo } from '../dashboard/abilities.js';
import type { ServingOptions } from '../dashboard/dashboard-options.js';
import { type Served, servedBeside } from '../dashboard/served-beside.js';
import { dataDirectory } from '../data-directory.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { interruptible } from '../interruption.js';
import type { Terminal } from '../terminal.js';
import { TerminalLogger } from '../terminal-logger.js';
import { inNumbers, inTasks } from '../wording.js';

/** What workers have for ending by themselves when the process is stopped. */
const GRACE_MS = 10_000;

export interface DevOptions extends DataOptions, ServingOptions {
  /** False for `--no-dashboard`. */
  readonly dashboard: boolean;
}

export async function run({ options, terminal }: Call<DevOptions>): Promise<ExitCode> {
  const config = configOf(options, terminal);
  refuseWrongJobs(config);
  const directory = dataDirectory(config, options);
  const interruption = interruptible(() =>
    terminal.note(`Stopping: workers have ${GRACE_MS / 1000} s to end by themselves. Ctrl-C again stops them now.`),
  );
  const logging = { isVerbose: options.verbose === true, stopping: interruption.signal };
  const logger = new TerminalLogger(terminal, terminal.note, logging);
  const runtime = await openLocalRuntime(config, { dataDirectory: directory, logger });
  let scheduled = 0;
  let dashboard: Served | undefined;
  try {
    greet(config, directory, terminal);
    if (options.dashboard) {
      dashboard = await servedBeside(config, { dataDirectory: directory, logger }, options);
      terminal.note(`  dashboard: ${dashboard.url}\n    ${canDo(dashboard.world)}`);
    }
    const { signal } = interruption;
    const rounds = config.schedules.map((schedule) =>
      everyTime(schedule, runtime, signal, async (planned) => {
        scheduled += await scheduleOnce(schedule, planned, runtime, terminal);
      }),
    );
    await Promise.all([runtime.serve({ signal }), ...rounds]);
  } finally {
    await dashboard?.close();
    await runtime.close({ graceMs: GRACE_MS });
    interruption.release();
  }
  if (options.json) terminal.printJson({ state: 'stopped', scheduled_jobs: scheduled });
  return EXIT.ok;
}

/** A schedule that would be refused at two in the morning is refused now. */
function refuseWrongJobs(config: Config): void {
  const now = epochSeconds(Date.now() / 1000);
  for (const { name, job } of config.schedules) {
    try {
      refuseTooLarge(compileEvent(job, config, now).job, config.schedulerSettings);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      throw new DocumentError(config.file, [problemOf(error, { path: `schedules.${name}` })]);
    }
  }
}

function greet(config: Config, directory: string, terminal: Terminal): void {
  const { noteColors: colors } = terminal;
  terminal.note(`${colors.bold('sosw dev')} works ${directory}; Ctrl-C stops it.`);
  for (const labourer of config.labourers.all()) {
    if (config.workers.has(labourer.id)) terminal.note(`  ${labourer.id}: up to ${inNumbers(labourer.cap)} at once`);
    else warn(terminal, `${labourer.id} has no worker on this machine (local): its tasks wait`);
  }
  for (const schedule of config.schedules) {
    terminal.note(
      `  ${schedule.name}: ${schedule.cron} (${schedule.timeZone}), next ${nextTime(schedule)?.toISOString() ?? 'never'}`,
    );
  }
}

const nextTime = ({ cron, timeZone }: Schedule, after = new Date()): Date | undefined =>
  new Cron(cron, { timezone: timeZone, paused: true }).nextRun(after) ?? undefined;

/** Calls `act` at every planned instant until the signal aborts. Instants that passed while the machine slept are left out. */
async function everyTime(
  schedule: Schedule,
  { parts: { clock } }: LocalRuntime,
  signal: AbortSignal,
  act: (planned: Date) => Promise<void>,
): Promise<void> {
  let planned = nextTime(schedule);
  while (planned !== undefined) {
    await clock.sleep(planned.getTime() - Date.now(), signal);
    if (signal.aborted) return;
    await act(planned);
    planned = nextTime(schedule, new Date(Math.max(planned.getTime(), Date.now())));
  }
}

/** The planned instant is the job's identity, so that two processes schedule it once. Number of jobs that this call scheduled. */
async function scheduleOnce(
  { name, job }: Schedule,
  planned: Date,
  { parts: { scheduler, logger } }: LocalRuntime,
  terminal: Terminal,
): Promise<number> {
  const requestId = jobId(`${name}@${planned.toISOString()}`);
  try {
    const { rows, added } = await scheduler.handle(job, { requestId });
    terminal.note(`${requestId}: ${added > 0 ? inTasks(rows) : 'scheduled by another process'}`);
    return added > 0 ? 1 : 0;
  } catch (error) {
    logger.error('a job could not be scheduled; its next time is waited for', { schedule: name, error });
    return 0;
  }
}
