/** `sosw run`: works a job to its end, whatever ends in between; the same command continues. */

import type { JobId } from '../../../domain/ids.js';
import type { LocalStore } from '../../composition/local.js';
import type { Task } from '../../../domain/task.js';
import type { LocalRuntime, RunSummary } from '../../local/local-runtime.js';
import type { Call, DataOptions } from '../command-module.js';
import { configOf } from '../configured.js';
import { dataDirectory } from '../data-directory.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { type Interruption, interruptible } from '../interruption.js';
import { type JobRequest, lastRun, readJobRequest, refuseAgainOfOwnId, refuseWithoutWorker } from '../job-request.js';
import { type ProgressDisplay, progressDisplay } from '../progress-display.js';
import { runProgress } from '../run-progress.js';
import { deadTasksOf, summaryFacts, summaryText } from '../run-summary.js';
import { TerminalLogger } from '../terminal-logger.js';
import { inNumbers, inTasks } from '../wording.js';

export interface RunOptions extends DataOptions {
  readonly again?: true;
}

/** What workers have for ending by themselves after the first Ctrl-C. */
const GRACE_MS = 10_000;

export async function run({ args, options, terminal }: Call<RunOptions>): Promise<ExitCode> {
  const config = configOf(options, terminal);
  const request = readJobRequest(args[0] ?? '-', config);
  if (options.again) refuseAgainOfOwnId(request);
  refuseWithoutWorker(request.labourer, config);

  // The database and its libraries are loaded when there is something to do: a refusal is to be quick.
  const { openLocalRuntime, openLocalStore } = await import('../../composition/local.js');
  const display = progressDisplay(terminal);
  const interruption = interruptible(() =>
    display.note(`Stopping: workers have ${GRACE_MS / 1000} s to end by themselves. Ctrl-C again stops them now.`),
  );
  const logging = { isVerbose: options.verbose === true, stopping: interruption.signal };
  const logger = new TerminalLogger(terminal, (text) => display.note(text), logging);
  const { labourer, tasks } = request;
  display.note(`${inTasks(tasks)} for ${labourer.id}, up to ${inNumbers(labourer.cap)} at once`);

  const local = { dataDirectory: dataDirectory(config, options), logger };
  const runtime = await openLocalRuntime(config, local);
  const { summary: ended, dead } = await outcome(runtime, request, {
    again: options.again === true,
    display,
    interruption,
  });
  // What ended in the grace is known only now.
  const isCutOff = ended.state === 'interrupted';
  const summary = isCutOff ? { ...ended, ...(await countsNow(openLocalStore(config, local), ended.jobId)) } : ended;
  if (options.json) terminal.printJson(summaryFacts(summary, dead));
  else terminal.print(summaryText(summary, dead, terminal));
  if (isCutOff) return EXIT.interrupted;
  return summary.dead > 0 ? EXIT.failed : EXIT.ok;
}

async function countsNow(local: LocalStore, id: JobId): Promise<Partial<RunSummary>> {
  try {
    const progress = await local.store.progress(id);
    if (progress === undefined) return {};
    const { stages, retries } = progress;
    return { done: stages.done, dead: stages.dead, cancelled: stages.cancelled, retries };
  } finally {
    local.close();
  }
}

interface Watch {
  readonly again: boolean;
  readonly display: ProgressDisplay;
  readonly interruption: Interruption;
}

/** Works the job and closes the runtime, after an interruption with patience for what still runs. */
async function outcome(
  runtime: LocalRuntime,
  request: JobRequest,
  watch: Watch,
): Promise<{ summary: RunSummary; dead: readonly Task[] }> {
  const { display, interruption } = watch;
  try {
    const summary = await worked(runtime, request, watch);
    const dead = summary.dead > 0 ? await deadTasksOf(request.labourer, summary, runtime.parts.store) : [];
    return { summary, dead };
  } finally {
    display.end();
    await runtime.close({ graceMs: interruption.signal.aborted ? GRACE_MS : 0 });
    interruption.release();
  }
}

/** Continues the job's last run; begins another one when that is over and it was asked for. */
async function worked(runtime: LocalRuntime, request: JobRequest, watch: Watch): Promise<RunSummary> {
  const run = (number: number): Promise<RunSummary> =>
    runtime.runJob(request.event, request.identity(number), {
      signal: watch.interruption.signal,
      onProgress: (progress) => watch.display.show(runProgress(progress)),
    });
  const last = await lastRun(request, runtime.parts.store);
  const summary = await run(last);
  return summary.state === 'already done' && watch.again ? run(last + 1) : summary;
}
